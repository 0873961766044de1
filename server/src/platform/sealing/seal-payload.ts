/** Seals a stream of bytes as it passes: plain bytes in, an age v1 payload out. */
import { randomBytes } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { CHUNK_BYTES, derivePayloadKey, NONCE_BYTES, sealChunk } from './payload-format.ts';

/** Gathers what arrives into chunks of 64 KiB; one is held back, because only the end tells which is the last. */
class ChunkGatherer {
  readonly #pieces: Buffer[] = [];
  #held = 0;

  /** Full chunks that are known not to be the last. */
  *push(bytes: Buffer): Generator<Buffer> {
    this.#pieces.push(bytes);
    this.#held += bytes.length;
    while (this.#held > CHUNK_BYTES) {
      const all = this.#pieces.length === 1 ? (this.#pieces[0] as Buffer) : Buffer.concat(this.#pieces);
      const rest = all.subarray(CHUNK_BYTES);
      this.#pieces.splice(0, this.#pieces.length, rest);
      this.#held = rest.length;
      yield all.subarray(0, CHUNK_BYTES);
    }
  }

  /** The last chunk; empty only when nothing was pushed at all. */
  rest(): Buffer {
    return Buffer.concat(this.#pieces);
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
      for (const chunk of gatherer.push(bytes)) this.push(sealChunk(key, chunk, index++, false));
      callback();
    },
    flush(callback: TransformCallback) {
      this.push(sealChunk(key, gatherer.rest(), index, true));
      callback();
    },
  });
};
