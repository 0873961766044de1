/** A store that is used only once it was found fit; says in the log when it goes down and when it is back. */
import { Readable } from 'node:stream';
import { Fault } from '#kernel/fault';
import type { Logger } from '#kernel/logger';
import { ProblemError } from '#kernel/problem-error';
import { unavailable } from '../s3/s3-failure.ts';
import type { ByteRange } from '../sealing/open-payload.ts';
import type { ObjectStore } from './object-store.ts';

export interface GatedStoreOptions {
  readonly name: string;
  readonly store: ObjectStore;
  /** Rejects with a Fault when the store must not be used, with anything else when it cannot be reached. */
  readonly verify: () => Promise<void>;
  readonly logger: Logger;
}

const isOutage = (error: unknown): boolean => error instanceof ProblemError && error.code === 'service/unavailable';

/**
 * Throws the Fault of a store that must not be used, so that the server does not start with it. One that cannot be
 * reached is verified when it is next used: until then, uploads and downloads are told to come again.
 */
export const openGatedStore = async ({ name, store, verify, logger }: GatedStoreOptions): Promise<ObjectStore> => {
  let isVerified = false;
  let verifying: Promise<void> | undefined;
  let isDown = false;

  const note = (error?: unknown): void => {
    const was = isDown;
    isDown = error !== undefined;
    if (isDown && !was) logger.warn({ store: name, error }, 'a store of files cannot be used; text goes on without it');
    if (!isDown && was) logger.info({ store: name }, 'the store of files is back');
  };
  const verifyOnce = (): Promise<void> => {
    verifying ??= verify()
      .then(() => {
        isVerified = true;
      })
      .finally(() => {
        verifying = undefined;
      });
    return verifying;
  };
  /** Passes on what the use of the store comes to, and takes note. */
  const using = async <Result>(use: () => Promise<Result>): Promise<Result> => {
    try {
      if (!isVerified) await verifyOnce();
    } catch (error) {
      note(error);
      // Whoever uploads can do nothing about a bucket that is not fit either.
      throw unavailable(error instanceof Fault ? new Error('the store must not be used', { cause: error }) : error);
    }
    try {
      const result = await use();
      note();
      return result;
    } catch (error) {
      if (isOutage(error)) note((error as Error).cause ?? error);
      throw error;
    }
  };
  const read = async function* (id: string, range: ByteRange): AsyncGenerator<Uint8Array> {
    await using(async () => undefined);
    try {
      yield* store.open(id, range);
    } catch (error) {
      if (isOutage(error)) note((error as Error).cause ?? error);
      throw error;
    }
  };

  await verifyOnce().catch((error: unknown) => {
    if (error instanceof Fault) throw error;
    note(error);
  });
  return {
    put: (id, bytes, signal) => using(() => store.put(id, bytes, signal)),
    open: (id, range) => Readable.from(read(id, range), { objectMode: false }),
    remove: (id) => using(() => store.remove(id)),
    list: async function* () {
      await using(async () => undefined);
      yield* store.list();
    },
    check: () => using(() => store.check()),
  };
};
