/** Where a look stands at a moment, and how its number is written. */
import type { LookRecord } from './look-repository.ts';

export type LookState = 'waiting' | 'open' | 'over' | 'refused';

export const lookState = (
  { isApproved, openUntil, waitsUntil }: Pick<LookRecord, 'isApproved' | 'openUntil' | 'waitsUntil'>,
  now: number,
): LookState => {
  if (isApproved === false) return 'refused';
  if (openUntil) return openUntil.getTime() > now ? 'open' : 'over';
  return waitsUntil && waitsUntil.getTime() > now ? 'waiting' : 'over';
};

/** The last letters of its id, in two groups: enough to find it by, short enough to be written over a picture. */
export const lookNumber = (id: string): string => {
  const last = id.replaceAll('-', '').slice(-10).toUpperCase();
  return `${last.slice(0, 5)}-${last.slice(5)}`;
};

/** What is written over the picture: who, when, and the number of the look. */
export const watermarkOf = (viewerName: string | undefined, { id, viewerId }: LookRecord, now: number): string => {
  const when = new Date(now).toISOString().slice(0, 16).replace('T', ' ');
  return `${viewerName?.trim().slice(0, 60) || viewerId.slice(-12)} · ${when} UTC · ${lookNumber(id)}`;
};
