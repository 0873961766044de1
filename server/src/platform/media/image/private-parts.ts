/** Whether a picture's file carries more than its pixels need, in parts that no decoder hands out. */
import { gifFacts } from './gif-blocks.ts';
import { jpegSegments } from './jpeg-segments.ts';
import { PNG_NEEDED, pngChunks } from './png-chunks.ts';
import { webpChunks } from './webp-chunks.ts';

const COMMENT = 0xfe;
const JFIF = 0xe0;
const ADOBE = 0xee;
const isApplication = (marker: number): boolean => marker > JFIF && marker <= 0xef && marker !== ADOBE;

/** How pixels are to be shown says nothing about where they come from. */
const PNG_ORDINARY = new Set(['gAMA', 'cHRM', 'sRGB', 'sBIT', 'bKGD', 'hIST', 'pHYs', 'cICP', 'acTL', 'fcTL', 'fdAT']);
export const WEBP_NEEDED: ReadonlySet<string> = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF']);

const some = <Item>(items: Iterable<Item>, test: (item: Item) => boolean): boolean => {
  for (const item of items) if (test(item)) return true;
  return false;
};

const finders: Readonly<Record<string, (bytes: Buffer) => boolean>> = {
  jpeg: (bytes) => some(jpegSegments(bytes), ({ marker }) => marker === COMMENT || isApplication(marker)),
  png: (bytes) => some(pngChunks(bytes), ({ type }) => !PNG_NEEDED.has(type) && !PNG_ORDINARY.has(type)),
  webp: (bytes) => some(webpChunks(bytes), ({ type }) => !WEBP_NEEDED.has(type)),
  gif: (bytes) => gifFacts(bytes).hasMetadata,
};

export const hasPrivateParts = (bytes: Buffer, format: string): boolean => finders[format]?.(bytes) ?? false;

/** JFIF has room for a small picture, beside its version and density. */
export const hasJfifThumbnail = (bytes: Buffer, format: string): boolean =>
  format === 'jpeg' &&
  some(
    jpegSegments(bytes),
    ({ marker, content }) =>
      marker === JFIF &&
      (content.toString('latin1', 0, 4) === 'JFXX' || ((content[12] ?? 0) > 0 && (content[13] ?? 0) > 0)),
  );
