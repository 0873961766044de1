/** How many requests with bytes one person may have under way on this node. */
import { ProblemError } from '#kernel/problem-error';

export interface InFlight {
  /** Throws `upload/too-many`. Disposing leaves again. */
  enter(personId: string): Disposable;
}

const RETRY_MS = 2_000;

export const makeInFlight = (most: number): InFlight => {
  const counts = new Map<string, number>();
  return {
    enter: (personId) => {
      const count = counts.get(personId) ?? 0;
      if (count >= most) {
        const detail = `unable to upload; ${most} uploads of yours are under way`;
        throw new ProblemError('upload/too-many', { detail, retryAfterMs: RETRY_MS });
      }
      counts.set(personId, count + 1);
      return {
        [Symbol.dispose]: () => {
          const left = (counts.get(personId) ?? 0) - 1;
          if (left > 0) counts.set(personId, left);
          else counts.delete(personId);
        },
      };
    },
  };
};
