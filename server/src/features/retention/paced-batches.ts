/** Batches that grow while they are quick and shrink when they are slow, with a rest after each for live traffic. */
import { setTimeout as sleep } from 'node:timers/promises';

const QUICK_MS = 10;
const SLOW_MS = 30;
/** Rest for this part of the time that the batch took. */
const REST = 0.5;

export interface BatchSizes {
  readonly first: number;
  readonly smallest: number;
  readonly largest: number;
}

/** What comes after a batch of that size which took so long. Pure. */
export const nextBatchSize = (size: number, tookMs: number, { smallest, largest }: BatchSizes): number => {
  if (tookMs < QUICK_MS) return Math.min(largest, Math.ceil(size * 1.5));
  return tookMs > SLOW_MS ? Math.max(smallest, Math.floor(size / 2)) : size;
};

/**
 * Repeats until the batch says that nothing is left, or the signal is raised.
 * @param batch gets the size and where to go on; answers where to go on, or undefined at the end.
 */
export const pacedBatches = async (
  sizes: BatchSizes,
  signal: AbortSignal,
  batch: (size: number, after: string | undefined) => Promise<string | undefined>,
): Promise<void> => {
  let size = sizes.first;
  let after: string | undefined;
  while (!signal.aborted) {
    const startedAt = performance.now();
    after = await batch(size, after);
    if (after === undefined) return;
    const tookMs = performance.now() - startedAt;
    size = nextBatchSize(size, tookMs, sizes);
    await sleep(tookMs * REST);
  }
};
