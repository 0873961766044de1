/** Quarantine in memory for small files, a few at a time; all others go to the spool behind it. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { letGo } from './let-go.ts';
import type { Spool, SpooledFile, TakeOptions } from './spool.ts';

export interface MemoryRoom {
  /** The most that a file may have to stay in memory. */
  readonly fileBytes: number;
  /** The most that all of them may have together. */
  readonly totalBytes: number;
}

/** A phone's photo is smaller, most of the time. */
const ROOM: MemoryRoom = { fileBytes: 4 * 1024 ** 2, totalBytes: 24 * 1024 ** 2 };

class HeldParts {
  readonly parts: Uint8Array[] = [];
  bytes = 0;
}

class MemoryFirst implements Spool {
  readonly begin: Spool['begin'];
  readonly #behind: Spool;
  readonly #room: MemoryRoom;
  #usedBytes = 0;

  constructor(behind: Spool, room: MemoryRoom) {
    this.#behind = behind;
    this.#room = room;
    // What comes bit by bit may take its time: that is no place for it.
    this.begin = () => behind.begin();
  }

  async write(source: AsyncIterable<Uint8Array>, options: TakeOptions): Promise<SpooledFile | 'too-large'> {
    const { signal } = options;
    const held = new HeldParts();
    let result: SpooledFile | 'too-large' | undefined;
    const take = async (parts: AsyncIterable<Uint8Array>): Promise<void> => {
      result = await this.#take(parts[Symbol.asyncIterator](), held, options);
    };
    try {
      await pipeline(source, take, signal ? { signal } : {});
      return result ?? 'too-large';
    } catch (error) {
      if (typeof result === 'object') await result[Symbol.asyncDispose]();
      throw error;
    } finally {
      this.#usedBytes -= held.bytes;
    }
  }

  async #take(
    parts: AsyncIterator<Uint8Array>,
    held: HeldParts,
    options: TakeOptions,
  ): Promise<SpooledFile | 'too-large'> {
    for (let next = await parts.next(); !next.done; next = await parts.next()) {
      const { value } = next;
      held.parts.push(value);
      if (held.bytes + value.length > options.maxBytes) return 'too-large';
      if (!this.#hold(held, value.length)) return this.#behind.write(inTurn(held.parts, parts), options);
    }
    for (const part of held.parts) options.onPart?.(part);
    return this.#keep(held);
  }

  #hold(held: HeldParts, bytes: number): boolean {
    const { fileBytes, totalBytes } = this.#room;
    if (held.bytes + bytes > fileBytes || this.#usedBytes + bytes > totalBytes) return false;
    held.bytes += bytes;
    this.#usedBytes += bytes;
    return true;
  }

  /** In one piece: parts can keep larger buffers in memory. */
  #keep(held: HeldParts): SpooledFile {
    let whole: Buffer | undefined = Buffer.concat(held.parts);
    const bytes = whole.length;
    const readers = new Set<Readable>();
    this.#usedBytes += bytes;
    return {
      bytes,
      sha256: createHash('sha256').update(whole).digest(),
      read: ({ start, end } = { start: 0, end: bytes - 1 }) => {
        if (!whole) throw new RangeError('the file is gone');
        if (start < 0 || end >= Math.max(bytes, 1)) throw new RangeError('outside the file');
        const reader = Readable.from([whole.subarray(start, end + 1)], { objectMode: false });
        readers.add(reader);
        return reader.once('close', () => readers.delete(reader));
      },
      [Symbol.asyncDispose]: async () => {
        if (!whole) return;
        // Whoever broke off in the middle may hold on to it.
        if (readers.size === 0) letGo([whole]);
        whole = undefined;
        this.#usedBytes -= bytes;
      },
    };
  }
}

/** What was taken from an iterator, then the rest of it. */
const inTurn = async function* (
  taken: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* taken;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
};

/** Nothing of a file that stays in memory ever reaches the disk, and it is not sealed, written, read and opened again. */
export const memoryFirstSpool = (behind: Spool, room: MemoryRoom = ROOM): Spool => new MemoryFirst(behind, room);
