/** Tells which tags a rebuilt voice message no longer carries, for the receipt its sender gets. */
import type { MetadataTags } from 'mediabunny';
import type { Removal } from '../media-job.ts';

const LOCATION = /^(©xyz|loci|location.*|com\.apple\.quicktime\.location.*|geob|.*gps.*)$/i;
/** What encoders write about themselves says nothing about a person. */
const HARMLESS = new Set(['vendor', 'encoder', '©too', 'TSSE', 'ENCODER', 'DURATION']);

export const voiceRemovals = ({ raw = {}, images = [] }: MetadataTags): Removal[] => {
  const names = Object.entries(raw).flatMap(([name, value]) =>
    // ID3's free-form frames carry their names inside.
    value && typeof value === 'object' && name === 'TXXX' ? Object.keys(value) : [name],
  );
  const removed: Removal[] = [];
  if (names.some((name) => LOCATION.test(name))) removed.push('location');
  if (names.some((name) => !HARMLESS.has(name))) removed.push('tags');
  if (images.length > 0) removed.push('cover-art');
  return removed;
};
