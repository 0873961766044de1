/** Packs parts into an office document: constant times, no extra fields, no comments; the same parts make the same bytes. */
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { Parts } from './package-reader.ts';

/** Readers look for it first. */
const FIRST = '[Content_Types].xml';
/** In local time, as the format has it: the first day that it knows. */
const TIME = new Date(1980, 0, 1);

export const writePackage = async (parts: Parts): Promise<Buffer> => {
  const zip = new ZipFile();
  const names = [...parts.keys()].sort((one, other) => Number(other === FIRST) - Number(one === FIRST));
  for (const name of names) {
    zip.addBuffer(parts.get(name) as Buffer, name, { mtime: TIME, mode: 0o100644, forceDosTimestamp: true });
  }
  zip.end();
  return buffer(zip.outputStream);
};
