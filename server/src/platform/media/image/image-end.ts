/** Finds where a picture ends in its file; what comes after it is no part of the picture. */

const ascii = (bytes: Buffer, start: number, length: number): string => bytes.toString('latin1', start, start + length);

/** The position after the end marker of the first JPEG in the file. */
const jpegEnd = (bytes: Buffer): number | undefined => {
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) {
      at++;
      continue;
    }
    const marker = bytes[at + 1] as number;
    if (marker === 0xd9) return at + 2;
    // Fill bytes, stuffed bytes, restart markers and the start have no length.
    if (marker === 0xff) at += 1;
    else if (marker === 0x00 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return bytes.length >= 2 && bytes.readUInt16BE(bytes.length - 2) === 0xffd9 ? bytes.length : undefined;
};

const pngEnd = (bytes: Buffer): number | undefined => {
  for (let at = 8; at + 12 <= bytes.length; ) {
    const next = at + 12 + bytes.readUInt32BE(at);
    if (ascii(bytes, at + 4, 4) === 'IEND') return next;
    at = next;
  }
  return undefined;
};

const webpEnd = (bytes: Buffer): number | undefined => {
  if (bytes.length < 12) return undefined;
  const size = bytes.readUInt32LE(4);
  return 8 + size + (size % 2);
};

/** Skips sub-blocks: each starts with its length, the last is empty. */
const afterSubBlocks = (bytes: Buffer, start: number): number => {
  let at = start;
  while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] as number);
  return at + 1;
};

const colourTableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 0x07) + 1) : 0);

const gifEnd = (bytes: Buffer): number | undefined => {
  if (bytes.length < 13) return undefined;
  let at = 13 + colourTableBytes(bytes[10] as number);
  while (at < bytes.length) {
    const block = bytes[at];
    if (block === 0x3b) return at + 1;
    if (block === 0x21) at = afterSubBlocks(bytes, at + 2);
    else if (block === 0x2c) at = afterSubBlocks(bytes, at + 11 + colourTableBytes(bytes[at + 9] ?? 0));
    else return undefined;
  }
  return undefined;
};

const ends: Readonly<Record<string, (bytes: Buffer) => number | undefined>> = {
  jpeg: jpegEnd,
  png: pngEnd,
  webp: webpEnd,
  gif: gifEnd,
};

/** Whether bytes follow the picture: a second picture, a video, an archive, a text. */
export const hasTrailingData = (bytes: Buffer, format: string): boolean => {
  const end = ends[format]?.(bytes);
  return end !== undefined && end < bytes.length;
};
