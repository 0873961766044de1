/** One file of the spool: sealed on its way to the disk, while the next bytes are on their way here. */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Fault } from '#kernel/fault';
import { ProblemError } from '#kernel/problem-error';
import { type ByteRange, openPayload } from '../sealing/open-payload.ts';
import { FILE_KEY_BYTES, SEALED_CHUNK_BYTES, sealedLength } from '../sealing/payload-format.ts';
import { PayloadSealer } from '../sealing/seal-payload.ts';
import { letGo } from './let-go.ts';
import type { OnPart, SpoolDraft, SpooledFile, TakeOptions } from './spool.ts';

/** Gathered before the disk is asked, and read at once: in single chunks reading costs twice the time. */
const DISK_BYTES = 8 * SEALED_CHUNK_BYTES;
const SYNC_BYTES = 16 * 1024 ** 2;
const FULL_RETRY_MS = 30_000;

/** What all files of a spool share. */
export interface SpoolRoom {
  usedBytes: number;
  readonly maxBytes: number;
}

/** Each piece lies where the one before lay, and is gone when the next is asked for: nothing is left to the collector. */
const readInPieces = async function* (path: string, { start, end }: ByteRange): AsyncGenerator<Uint8Array> {
  await using file = await open(path);
  const piece = Buffer.allocUnsafeSlow(Math.min(DISK_BYTES, end + 1 - start));
  for (let at = start; at <= end; ) {
    const wanted = Math.min(piece.length, end + 1 - at);
    let filled = 0;
    while (filled < wanted) {
      const { bytesRead } = await file.read(piece, filled, wanted - filled, at + filled);
      if (bytesRead === 0) throw new Fault('a file of the spool is shorter than it was');
      filled += bytesRead;
    }
    at += wanted;
    yield piece.subarray(0, wanted);
  }
};

class FolderDraft implements SpoolDraft {
  bytes = 0;
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #room: SpoolRoom;
  readonly #fileKey = randomBytes(FILE_KEY_BYTES);
  readonly #sealer = new PayloadSealer(this.#fileKey);
  readonly #hash = createHash('sha256');
  #sealed: Buffer[] = [];
  #sealedBytes = 0;
  /** The write that is under way. */
  #writing: Promise<unknown> = Promise.resolve();
  #isGone = false;
  #unsyncedBytes = 0;
  #syncing: Promise<unknown> | undefined;

  constructor(path: string, file: FileHandle, room: SpoolRoom) {
    this.#path = path;
    this.#file = file;
    this.#room = room;
  }

  async append(
    source: AsyncIterable<Uint8Array>,
    { maxBytes, signal, onPart }: TakeOptions,
  ): Promise<'taken' | 'too-large'> {
    let isTooLarge = false;
    const take = async (parts: AsyncIterable<Uint8Array>): Promise<void> => {
      for await (const part of parts) {
        if (this.bytes + part.length > maxBytes) {
          isTooLarge = true;
          return;
        }
        await this.#take(part, onPart);
      }
    };
    try {
      await pipeline(source, take, signal ? { signal } : {});
    } finally {
      this.#sealer.rest();
      await this.#write();
      await this.#writing;
    }
    return isTooLarge ? 'too-large' : 'taken';
  }

  async finish(): Promise<SpooledFile> {
    this.#put(this.#sealer.end());
    await this.#write();
    await this.#writing;
    await this.#file.close();
    const path = this.#path;
    const source = { bytes: sealedLength(this.bytes), read: (range: ByteRange) => readInPieces(path, range) };
    const payload = await openPayload(source, this.#fileKey);
    return {
      bytes: this.bytes,
      sha256: this.#hash.digest(),
      read: (range) => payload.read(range),
      sealed: { fileKey: this.#fileKey, path, read: () => createReadStream(path, { highWaterMark: DISK_BYTES }) },
      [Symbol.asyncDispose]: () => this[Symbol.asyncDispose](),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#room.usedBytes -= this.bytes;
    // A write that fails now has nothing to say any more.
    await this.#writing.catch(() => undefined);
    await this.#file.close().catch(() => undefined);
    await rm(this.#path, { force: true });
  }

  async #take(part: Uint8Array, onPart: OnPart | undefined): Promise<void> {
    if (this.#isGone || this.#room.usedBytes + part.length > this.#room.maxBytes) {
      throw new ProblemError('service/unavailable', { retryAfterMs: FULL_RETRY_MS });
    }
    this.bytes += part.length;
    this.#room.usedBytes += part.length;
    this.#hash.update(part);
    onPart?.(part);
    this.#put(this.#sealer.push(part));
    if (this.#sealedBytes >= DISK_BYTES) await this.#write();
  }

  #put(pieces: readonly Buffer[]): void {
    for (const piece of pieces) {
      this.#sealed.push(piece);
      this.#sealedBytes += piece.length;
    }
  }

  /** Resolves when the write before this one is done: one is under way while the next is gathered. */
  async #write(): Promise<void> {
    const pieces = this.#sealed;
    if (pieces.length === 0) return;
    this.#sealed = [];
    this.#sealedBytes = 0;
    const before = this.#writing;
    const write = before.then(() => this.#writeAll(pieces));
    this.#writing = write;
    // Whoever waits for it learns of it.
    write.catch(() => undefined);
    await before;
  }

  /** So that storing a large file does not wait for the disk at its end; whether it worked is seen there. */
  #syncMeanwhile(): void {
    if (this.#syncing !== undefined) return;
    this.#unsyncedBytes = 0;
    this.#syncing = this.#file
      .datasync()
      .catch(() => undefined)
      .finally(() => {
        this.#syncing = undefined;
      });
  }

  /** A disk may take less than it is given. */
  async #writeAll(pieces: readonly Buffer[]): Promise<void> {
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const { bytesWritten } = await this.#file.writev(pieces);
    if (bytesWritten < length) await this.#file.appendFile(Buffer.concat(pieces).subarray(bytesWritten));
    letGo(pieces);
    this.#unsyncedBytes += length;
    if (this.#unsyncedBytes >= SYNC_BYTES) this.#syncMeanwhile();
  }
}

/** Opened before its bytes come, so that none appears after what broke off was tidied away. */
export const beginDraft = async (path: string, room: SpoolRoom): Promise<SpoolDraft> =>
  new FolderDraft(path, await open(path, 'wx', 0o600), room);
