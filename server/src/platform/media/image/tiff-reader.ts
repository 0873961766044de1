/** Reads the folders of a TIFF, which EXIF is as well. What reaches beyond the file is a RangeError. */

/** More is hostile. */
const MAX_ENTRIES = 512;
const ENTRY_BYTES = 12;
/** By the number of its type. */
const BYTES_OF_TYPE = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

export interface TiffEntry {
  readonly type: number;
  readonly count: number;
  /** The last four bytes: a value, or where the values lie. */
  readonly value: number;
  /** Where its values begin, and where they end. */
  readonly start: number;
  readonly end: number;
}

export interface TiffFolder {
  readonly tags: ReadonlyMap<number, TiffEntry>;
  /** Where the next one begins; 0 after the last. */
  readonly next: number;
  readonly end: number;
}

export class TiffReader {
  readonly #bytes: Buffer;
  readonly #isLittleEndian: boolean;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#isLittleEndian = bytes.toString('latin1', 0, 2) === 'II';
  }

  u16(at: number): number {
    return this.#isLittleEndian ? this.#bytes.readUInt16LE(at) : this.#bytes.readUInt16BE(at);
  }

  u32(at: number): number {
    return this.#isLittleEndian ? this.#bytes.readUInt32LE(at) : this.#bytes.readUInt32BE(at);
  }

  /** Where the first folder begins. */
  get first(): number {
    return this.u32(4);
  }

  folder(at: number): TiffFolder {
    const count = Math.min(this.u16(at), MAX_ENTRIES);
    const tags = new Map<number, TiffEntry>();
    for (let index = 0; index < count; index++) {
      const entry = at + 2 + index * ENTRY_BYTES;
      const [type, values] = [this.u16(entry + 2), this.u32(entry + 4)];
      const bytes = (BYTES_OF_TYPE[type] ?? 0) * values;
      const start = bytes > 4 ? this.u32(entry + 8) : entry + 8;
      tags.set(this.u16(entry), { type, count: values, value: this.u32(entry + 8), start, end: start + bytes });
    }
    const end = at + 2 + count * ENTRY_BYTES + 4;
    return { tags, next: this.u32(end - 4), end };
  }

  /** Whole numbers of two or four bytes; at most so many. */
  numbers({ type, count, start }: TiffEntry, atMost: number): number[] {
    const read = (index: number): number => (type === 3 ? this.u16(start + index * 2) : this.u32(start + index * 4));
    return Array.from({ length: Math.min(count, atMost) }, (_, index) => read(index));
  }
}
