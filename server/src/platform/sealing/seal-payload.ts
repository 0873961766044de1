/** Seals bytes as they pass: plain bytes in, an age v1 payload out. */
import { randomBytes } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { CHUNK_BYTES, derivePayloadKey, NONCE_BYTES, sealChunk } from './payload-format.ts';

/** More pieces than this are brought together, so that bytes that come one by one take no more room than they need. */
const MOST_PIECES = 16;

/** Gathers what arrives into chunks of 64 KiB; one is held back, because only the end tells which is the last. */
class ChunkGatherer {
  #pieces: Uint8Array[] = [];
  #held = 0;

  /** Full chunks, in pieces, that are known not to be the last. */
  *push(bytes: Uint8Array): Generator<Uint8Array[]> {
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
    if (this.#pieces.length > MOST_PIECES) this.compact();
  }

  /** Holds on to nothing but the bytes themselves: a piece can keep a much larger buffer in memory. */
  compact(): void {
    this.#pieces = this.#held === 0 ? [] : [Buffer.concat(this.#pieces)];
  }

  /** The last chunk; empty only when nothing was pushed at all. */
  rest(): Uint8Array[] {
    return this.#pieces;
  }
}

/** One payload, sealed as its bytes come. */
export class PayloadSealer {
  readonly #nonce = randomBytes(NONCE_BYTES);
  readonly #gatherer = new ChunkGatherer();
  readonly #key: ReturnType<typeof derivePayloadKey>;
  #index = 0;
  #isBegun = false;

  /** @param fileKey 16 bytes, drawn for this payload alone. */
  constructor(fileKey: Uint8Array) {
    this.#key = derivePayloadKey(fileKey, this.#nonce);
  }

  /** @returns what can be sealed by now. */
  push(bytes: Uint8Array): Buffer[] {
    const sealed = this.#begin();
    for (const chunk of this.#gatherer.push(bytes)) sealed.push(...sealChunk(this.#key, chunk, this.#index++, false));
    return sealed;
  }

  /** Before a pause. */
  rest(): void {
    this.#gatherer.compact();
  }

  end(): Buffer[] {
    return [...this.#begin(), ...sealChunk(this.#key, this.#gatherer.rest(), this.#index, true)];
  }

  #begin(): Buffer[] {
    if (this.#isBegun) return [];
    this.#isBegun = true;
    return [this.#nonce];
  }
}

/**
 * A transform for one payload.
 *
 * @param fileKey 16 bytes, drawn for this payload alone.
 */
export const sealPayload = (fileKey: Uint8Array): Transform => {
  const sealer = new PayloadSealer(fileKey);
  return new Transform({
    transform(bytes: Buffer, _encoding, callback: TransformCallback) {
      for (const piece of sealer.push(bytes)) this.push(piece);
      callback();
    },
    flush(callback: TransformCallback) {
      for (const piece of sealer.end()) this.push(piece);
      callback();
    },
  });
};
