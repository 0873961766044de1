/** Looks at a rebuilt file, part by part: only what pixels need may be in it, and nothing behind it. */
import { JPEG_END, jpegSegments } from './jpeg-segments.ts';
import { PNG_NEEDED, pngChunks } from './png-chunks.ts';
import { WEBP_NEEDED } from './private-parts.ts';
import { webpChunks, webpEnd } from './webp-chunks.ts';

/** Frame, tables, restart interval, scan, end: our encoder writes not even the name of the format. */
const JPEG_NEEDED = new Set([0xc0, 0xc1, 0xc2, 0xc4, 0xda, 0xdb, 0xdd, JPEG_END]);
/** Flags of a profile, EXIF and XMP. */
const WEBP_METADATA_FLAGS = 0b0010_1100;

const jpegParts = function* (file: Buffer): Generator<string> {
  let last = 0;
  for (const { marker, end } of jpegSegments(file)) {
    if (!JPEG_NEEDED.has(marker)) yield `segment ${marker.toString(16)}`;
    if (marker === JPEG_END) last = end;
  }
  if (last !== file.length) yield 'trailing data';
};

const pngParts = function* (file: Buffer): Generator<string> {
  let last = 0;
  for (const { type, end } of pngChunks(file)) {
    if (!PNG_NEEDED.has(type)) yield `chunk ${type}`;
    if (type === 'IEND') last = end;
  }
  if (last !== file.length) yield 'trailing data';
};

const webpParts = function* (file: Buffer): Generator<string> {
  for (const { type, content } of webpChunks(file)) {
    if (!WEBP_NEEDED.has(type)) yield `chunk ${type}`;
    if (type === 'VP8X' && ((content[0] ?? 0) & WEBP_METADATA_FLAGS) !== 0) yield 'flags of metadata';
  }
  if (webpEnd(file) !== file.length) yield 'trailing data';
};

const readers = { 'image/jpeg': jpegParts, 'image/png': pngParts, 'image/webp': webpParts } as const;

/** Names of what should not be there; none for a clean file. */
export const strangeParts = (file: Uint8Array, mediaType: keyof typeof readers): string[] => [
  ...readers[mediaType](Buffer.from(file.buffer, file.byteOffset, file.length)),
];
