/** Keeps of a PNG only the chunks that its pixels need; the encoder adds a density, which tells about the source. */

const SIGNATURE_BYTES = 8;
const NEEDED = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);

export const withoutAncillaryChunks = (png: Buffer): Buffer => {
  const kept = [png.subarray(0, SIGNATURE_BYTES)];
  for (let at = SIGNATURE_BYTES; at + 12 <= png.length; ) {
    const end = at + 12 + png.readUInt32BE(at);
    if (NEEDED.has(png.toString('latin1', at + 4, at + 8))) kept.push(png.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
};
