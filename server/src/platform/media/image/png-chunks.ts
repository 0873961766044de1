/** The chunks of a PNG, and a PNG with only those that its pixels need. */

const SIGNATURE_BYTES = 8;
/** A length and a name before, a checksum behind. */
const FRAME_BYTES = 12;
export const PNG_NEEDED: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);

export interface PngChunk {
  readonly type: string;
  /** With its frame. */
  readonly bytes: Buffer;
  /** The position after it; beyond the file when it is cut off. */
  readonly end: number;
}

/** Ends with the last chunk, or with the file. */
export const pngChunks = function* (png: Buffer): Generator<PngChunk, void, undefined> {
  for (let at = SIGNATURE_BYTES; at + FRAME_BYTES <= png.length; ) {
    const end = at + FRAME_BYTES + png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    yield { type, bytes: png.subarray(at, end), end };
    if (type === 'IEND') return;
    at = end;
  }
};

/** The encoder adds a density, which tells about the source. */
export const withoutAncillaryChunks = (png: Buffer): Buffer =>
  Buffer.concat([
    png.subarray(0, SIGNATURE_BYTES),
    ...[...pngChunks(png)].filter(({ type }) => PNG_NEEDED.has(type)).map(({ bytes }) => bytes),
  ]);
