/** Hands out a few turns at a time; the others wait in order, and not more than a few of them. */
import { ProblemError } from '#kernel/problem-error';

export interface Turns {
  /** Resolves with the function that gives the turn back. Throws `service/unavailable` when too many wait. */
  take(signal?: AbortSignal): Promise<() => void>;
}

const RETRY_AFTER_MS = 2_000;

export const makeTurns = (atOnce: number, maxWaiting: number): Turns => {
  let free = atOnce;
  const waiting = new Set<() => void>();

  const giveBack = (): void => {
    const [next] = waiting;
    if (!next) {
      free++;
      return;
    }
    waiting.delete(next);
    next();
  };
  const once = (): (() => void) => {
    let isGiven = false;
    return () => {
      if (!isGiven) giveBack();
      isGiven = true;
    };
  };

  return {
    take: async (signal) => {
      signal?.throwIfAborted();
      if (free > 0) {
        free--;
        return once();
      }
      if (waiting.size >= maxWaiting) {
        throw new ProblemError('service/unavailable', { retryAfterMs: RETRY_AFTER_MS });
      }
      await new Promise<void>((resolve, reject) => {
        const giveUp = (): void => {
          waiting.delete(proceed);
          reject(signal?.reason);
        };
        const proceed = (): void => {
          signal?.removeEventListener('abort', giveUp);
          resolve();
        };
        waiting.add(proceed);
        signal?.addEventListener('abort', giveUp, { once: true });
      });
      return once();
    },
  };
};
