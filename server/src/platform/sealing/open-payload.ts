/** Opens a sealed payload, whole or in ranges; no byte is released before the tag of its chunk is verified. */
import { Readable } from 'node:stream';
import { Fault } from '#kernel/fault';
import {
  CHUNK_BYTES,
  derivePayloadKey,
  NONCE_BYTES,
  openChunk,
  payloadShape,
  SEALED_CHUNK_BYTES,
} from './payload-format.ts';

/** Positions of the first and the last byte, both included, as in HTTP. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Where the sealed bytes lie. */
export interface SealedSource {
  /** Length of the payload, its nonce included. */
  readonly bytes: number;
  read(range: ByteRange): AsyncIterable<Uint8Array>;
}

export interface OpenedPayload {
  /** Length of what was sealed. */
  readonly bytes: number;
  /** The bytes of a range, or all of them. Fails with a Fault when they were altered. */
  read(range?: ByteRange): Readable;
}

const collect = async (parts: AsyncIterable<Uint8Array>, length: number): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for await (const part of parts) pieces.push(part);
  const bytes = Buffer.concat(pieces);
  if (bytes.length !== length) throw new Fault('a sealed payload is shorter than it was');
  return bytes;
};

/** Cuts a stream into pieces of one size; the last may be shorter. */
const inPieces = async function* (parts: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  for await (const part of parts) {
    held = held.length === 0 ? Buffer.from(part.buffer, part.byteOffset, part.length) : Buffer.concat([held, part]);
    let offset = 0;
    for (; held.length - offset >= size; offset += size) yield held.subarray(offset, offset + size);
    held = held.subarray(offset);
  }
  if (held.length > 0) yield held;
};

/**
 * Verifies the last chunk first, which proves that nothing was cut off.
 *
 * Throws a Fault when the payload was altered, cut, or sealed under another key.
 */
export const openPayload = async (source: SealedSource, fileKey: Uint8Array): Promise<OpenedPayload> => {
  const { plainBytes, chunks } = payloadShape(source.bytes);
  const offsetOf = (index: number): number => NONCE_BYTES + index * SEALED_CHUNK_BYTES;
  const last = chunks - 1;

  // At once: each is a request where the bytes are far away.
  const [nonce, sealedTail] = await Promise.all([
    collect(source.read({ start: 0, end: NONCE_BYTES - 1 }), NONCE_BYTES),
    collect(source.read({ start: offsetOf(last), end: source.bytes - 1 }), source.bytes - offsetOf(last)),
  ]);
  const key = derivePayloadKey(fileKey, nonce);
  const tail = openChunk(key, sealedTail, last, true);

  const chunksFrom = async function* (first: number, final: number): AsyncGenerator<Buffer> {
    const beforeTail = Math.min(final, last - 1);
    if (first <= beforeTail) {
      let index = first;
      const sealed = source.read({ start: offsetOf(first), end: offsetOf(beforeTail + 1) - 1 });
      for await (const piece of inPieces(sealed, SEALED_CHUNK_BYTES)) yield openChunk(key, piece, index++, false);
      if (index !== beforeTail + 1) throw new Fault('a sealed payload is shorter than it was');
    }
    if (final === last) yield tail;
  };

  const readRange = async function* ({ start, end }: ByteRange): AsyncGenerator<Buffer> {
    if (end < start) return;
    const first = Math.floor(start / CHUNK_BYTES);
    let position = first * CHUNK_BYTES;
    for await (const chunk of chunksFrom(first, Math.floor(end / CHUNK_BYTES))) {
      yield chunk.subarray(Math.max(0, start - position), Math.min(chunk.length, end + 1 - position));
      position += chunk.length;
    }
  };

  return {
    bytes: plainBytes,
    read: (range = { start: 0, end: plainBytes - 1 }) => {
      if (range.start < 0 || range.end >= Math.max(plainBytes, 1)) throw new RangeError('outside the payload');
      return Readable.from(readRange(range), { objectMode: false, highWaterMark: CHUNK_BYTES });
    },
  };
};
