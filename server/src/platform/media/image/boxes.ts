/** Reads the boxes of which HEIC and AVIF files are made. What reaches beyond its surroundings is a RangeError. */

export interface Box {
  readonly type: string;
  readonly content: Buffer;
}

const HEADER_BYTES = 8;
const LONG_HEADER_BYTES = 16;

/** What follows the last box. */
export const REST = '';

/**
 * The boxes side by side in some bytes, in order.
 *
 * @param known Where a box of another type does not fit, the rest is no box: it comes as one of type `REST`.
 */
export const boxesIn = function* (bytes: Buffer, known?: ReadonlySet<string>): Generator<Box, void, undefined> {
  for (let at = 0; at < bytes.length; ) {
    if (bytes.length - at < HEADER_BYTES && known) return yield { type: REST, content: bytes.subarray(at) };
    const short = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + HEADER_BYTES);
    const header = short === 1 ? LONG_HEADER_BYTES : HEADER_BYTES;
    // 1 stands for a long length, 0 for “to the end”.
    const declared = short === 1 ? Number(bytes.readBigUInt64BE(at + HEADER_BYTES)) : short;
    const length = declared === 0 ? bytes.length - at : declared;
    if (length < header || length > bytes.length - at) {
      if (known && !known.has(type)) return yield { type: REST, content: bytes.subarray(at) };
      throw new RangeError('a box is longer than its surroundings');
    }
    yield { type, content: bytes.subarray(at + header, at + length) };
    at += length;
  }
};

/** Reads numbers and texts one after the other. */
export class Cursor {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** A number of 0, 1, 2, 4 or 8 bytes. */
  uint(bytes: number): number {
    const at = this.#at;
    this.#at += bytes;
    if (bytes === 0) return 0;
    return bytes === 8 ? Number(this.#bytes.readBigUInt64BE(at)) : this.#bytes.readUIntBE(at, bytes);
  }

  /** Four characters. */
  type(): string {
    const at = this.#at;
    this.#at += 4;
    if (this.#at > this.#bytes.length) throw new RangeError('a text is cut off');
    return this.#bytes.toString('latin1', at, this.#at);
  }

  /** Characters up to a zero. */
  text(): string {
    const at = this.#at;
    const end = this.#bytes.indexOf(0, at);
    if (end < 0) throw new RangeError('a text has no end');
    this.#at = end + 1;
    return this.#bytes.toString('latin1', at, end);
  }

  /** The version of a box that has one; its flags are in the lower three bytes. */
  versionAndFlags(): { readonly version: number; readonly flags: number } {
    return { version: this.uint(1), flags: this.uint(3) };
  }

  get rest(): Buffer {
    return this.#bytes.subarray(this.#at);
  }
}
