/** One request at a time works on a resumable upload; a newer one asks the older one to stop, and waits for that. */
import { ProblemError } from '#kernel/problem-error';

/** As the tus library wants it. */
export interface UploadLock {
  lock(signal: AbortSignal, requestRelease: () => void | Promise<void>): Promise<void>;
  unlock(): Promise<void>;
}

export interface UploadLocker {
  newLock(id: string): UploadLock;
}

interface Holder {
  readonly requestRelease: () => void | Promise<void>;
  readonly released: PromiseWithResolvers<void>;
  waiting: number;
}

/** The phone that comes back, and perhaps once more. */
const MOST_WAITING = 2;
const PATIENCE_MS = 5_000;

const busy = (): ProblemError => new ProblemError('upload/busy', { retryAfterMs: 1_000 });

/** Resolves when the holder is done; rejects with `upload/busy` when it takes too long. */
const waitFor = async ({ released }: Holder, signal: AbortSignal): Promise<void> => {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const given = Promise.withResolvers<never>();
  const giveUp = (): void => given.reject(busy());
  limit.addEventListener('abort', giveUp, { once: true });
  try {
    await Promise.race([released.promise, given.promise]);
  } finally {
    limit.removeEventListener('abort', giveUp);
  }
};

export const uploadLocker = (): UploadLocker => {
  const holders = new Map<string, Holder>();
  return {
    newLock: (id) => ({
      lock: async (signal, requestRelease) => {
        for (let holder = holders.get(id); holder; holder = holders.get(id)) {
          if (holder.waiting >= MOST_WAITING) throw busy();
          holder.waiting++;
          try {
            await holder.requestRelease();
            await waitFor(holder, signal);
          } finally {
            holder.waiting--;
          }
        }
        holders.set(id, { requestRelease, released: Promise.withResolvers(), waiting: 0 });
      },
      unlock: async () => {
        const holder = holders.get(id);
        holders.delete(id);
        holder?.released.resolve();
      },
    }),
  };
};
