/** How much is sent at once: what the link carries in a few seconds. Pure. */

const MEGABYTE = 1_048_576;
export const SMALLEST_CHUNK = MEGABYTE;
const LARGEST_CHUNK = 8 * MEGABYTE;
const TARGET_MS = 4_000;

/** @param sentBytes what the last request carried, in `elapsedMs`. */
export const nextChunkBytes = (sentBytes: number, elapsedMs: number): number => {
  const carried = (sentBytes / Math.max(1, elapsedMs)) * TARGET_MS;
  return Math.min(LARGEST_CHUNK, Math.max(SMALLEST_CHUNK, Math.floor(carried / MEGABYTE) * MEGABYTE));
};
