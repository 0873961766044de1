/** Bytes that are counted as they pass, end when they are called off, and tell their own failure from their reader's. */
import { Readable } from 'node:stream';

export interface CountedSource {
  readonly stream: Readable;
  /** So far. */
  readonly bytes: number;
  /** Why the bytes ended early, when that was not their reader's doing. */
  readonly failure: unknown;
}

const calledOff = (signal: AbortSignal): Error =>
  Object.assign(new Error('called off', { cause: signal.reason }), { name: 'AbortError', code: 'ABORT_ERR' });

/** Rejects when the signal is given, even while the bytes it is raced with never come. */
const refusal = (signal: AbortSignal | undefined): { promise: Promise<never>; forget: () => void } => {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined);
  const refuse = () => reject(calledOff(signal as AbortSignal));
  if (signal?.aborted) refuse();
  signal?.addEventListener('abort', refuse, { once: true });
  return { promise, forget: () => signal?.removeEventListener('abort', refuse) };
};

export const countedSource = (parts: AsyncIterable<Uint8Array>, signal?: AbortSignal): CountedSource => {
  let bytes = 0;
  let failure: unknown;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    const { promise: calling, forget } = refusal(signal);
    const iterator = parts[Symbol.asyncIterator]();
    const next = async () => {
      try {
        return await Promise.race([calling, iterator.next()]);
      } catch (error) {
        failure = error;
        throw error;
      }
    };
    try {
      for (let part = await next(); !part.done; part = await next()) {
        bytes += part.value.length;
        yield part.value;
      }
    } finally {
      forget();
      // Not waited for: it may hang in the middle of its work.
      iterator.return?.().catch(() => undefined);
    }
  };
  return {
    stream: Readable.from(counted(), { objectMode: false }),
    get bytes() {
      return bytes;
    },
    get failure() {
      return failure;
    },
  };
};
