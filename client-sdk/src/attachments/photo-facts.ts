/** What a picture says of itself: its form, its size, and what it carries besides the picture. Pure. */
import { factsOfJpeg } from './photo-facts-jpeg.ts';
import type { PhotoFacts } from './photo-preparation.ts';

const textAt = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

const TEXTUAL = ['eXIf', 'tEXt', 'zTXt', 'iTXt'];

const factsOfPng = (bytes: Uint8Array): PhotoFacts | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height, colour] = [view.getUint32(16), view.getUint32(20), view.getUint8(25)];
  const chunks = new Set<string>();
  for (let at = 8; at + 8 <= bytes.length; at += view.getUint32(at) + 12) chunks.add(textAt(bytes, at + 4, 4));
  if (chunks.has('acTL')) return undefined;
  return {
    type: 'image/png',
    width,
    height,
    carries: TEXTUAL.some((name) => chunks.has(name)) ? ['metadata'] : [],
    hasAlpha: colour === 4 || colour === 6 || chunks.has('tRNS'),
  };
};

/** Flags of the extended form; the two simple forms carry nothing and tell their size in bits of their own. */
const factsOfWebp = (bytes: Uint8Array): PhotoFacts | undefined => {
  if (textAt(bytes, 12, 4) !== 'VP8X') return undefined;
  const byte = (at: number) => bytes[at] ?? 0;
  const size = (at: number) => 1 + byte(at) + (byte(at + 1) << 8) + (byte(at + 2) << 16);
  const flags = byte(20);
  if (flags & 0x02) return undefined;
  return {
    type: 'image/webp',
    width: size(24),
    height: size(27),
    carries: flags & 0x0c ? ['metadata'] : [],
    hasAlpha: (flags & 0x10) !== 0,
  };
};

/** Undefined for what should leave as it is: animated, of another form (GIF, HEIC, AVIF), or not understood. */
export const readPhotoFacts = (bytes: Uint8Array): PhotoFacts | undefined => {
  try {
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return factsOfJpeg(bytes);
    if (textAt(bytes, 1, 3) === 'PNG') return factsOfPng(bytes);
    if (textAt(bytes, 0, 4) === 'RIFF' && textAt(bytes, 8, 4) === 'WEBP') return factsOfWebp(bytes);
  } catch {
    // Cut off in the middle of a number.
  }
  return undefined;
};
