/** Seals a stream of bytes as it passes: plain bytes in, an age v1 payload out. */
import { randomBytes } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { CHUNK_BYTES, derivePayloadKey, NONCE_BYTES, sealChunk } from './payload-format.ts';

/** Gathers what arrives into chunks of 64 KiB; one is held back, because only the end tells which is the last. */
class ChunkGatherer {
  #pieces: Buffer[] = [];
  #held = 0;

  /** Full chunks, in pieces, that are known not to be the last. */
  *push(bytes: Buffer): Generator<Buffer[]> {
    let rest = bytes;
    while (this.#held + rest.length > CHUNK_BYTES) {
      const missing = CHUNK_BYTES - this.#held;
      const full = this.#pieces;
      if (missing > 0) full.push(rest.subarray(0, missing));
      rest = rest.subarray(missing);
      this.#pieces = [];
      this.#held = 0;
      yield full;
    }
    if (rest.length > 0) this.#pieces.push(rest);
    this.#held += rest.length;
  }

  /** The last chunk; empty only when nothing was pushed at all. */
  rest(): Buffer[] {
    return this.#pieces;
  }
}

/**
 * A transform for one payload.
 *
 * @param fileKey 16 bytes, drawn for this payload alone.
 */
export const sealPayload = (fileKey: Uint8Array): Transform => {
  const nonce = randomBytes(NONCE_BYTES);
  const key = derivePayloadKey(fileKey, nonce);
  const gatherer = new ChunkGatherer();
  let index = 0;
  return new Transform({
    construct(callback) {
      this.push(nonce);
      callback();
    },
    transform(bytes: Buffer, _encoding, callback: TransformCallback) {
      for (const chunk of gatherer.push(bytes)) {
        for (const piece of sealChunk(key, chunk, index++, false)) this.push(piece);
      }
      callback();
    },
    flush(callback: TransformCallback) {
      for (const piece of sealChunk(key, gatherer.rest(), index, true)) this.push(piece);
      callback();
    },
  });
};
