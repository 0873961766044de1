/** The chunks of a WebP. */

const HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;

export interface WebpChunk {
  readonly type: string;
  readonly content: Buffer;
}

/** The position after the picture, as its header says. */
export const webpEnd = (bytes: Buffer): number | undefined => {
  if (bytes.length < HEADER_BYTES) return undefined;
  const size = bytes.readUInt32LE(4);
  return 8 + size + (size % 2);
};

export const webpChunks = function* (bytes: Buffer): Generator<WebpChunk, void, undefined> {
  const end = Math.min(webpEnd(bytes) ?? 0, bytes.length);
  for (let at = HEADER_BYTES; at + CHUNK_HEADER_BYTES <= end; ) {
    const size = bytes.readUInt32LE(at + 4);
    const start = at + CHUNK_HEADER_BYTES;
    yield { type: bytes.toString('latin1', at, at + 4), content: bytes.subarray(start, start + size) };
    at = start + size + (size % 2);
  }
};
