/** Finds where a picture ends in its file; what comes after it is no part of the picture. */
import { gifFacts } from './gif-blocks.ts';
import { JPEG_END, jpegSegments } from './jpeg-segments.ts';
import { pngChunks } from './png-chunks.ts';
import { webpEnd } from './webp-chunks.ts';

/** The position after the end marker of the first JPEG in the file. */
const jpegEnd = (bytes: Buffer): number | undefined => {
  for (const { marker, end } of jpegSegments(bytes)) {
    if (marker === JPEG_END) return end;
  }
  return undefined;
};

const pngEnd = (bytes: Buffer): number | undefined => {
  for (const { type, end } of pngChunks(bytes)) {
    if (type === 'IEND') return end;
  }
  return undefined;
};

const ends: Readonly<Record<string, (bytes: Buffer) => number | undefined>> = {
  jpeg: jpegEnd,
  png: pngEnd,
  webp: webpEnd,
  gif: (bytes) => gifFacts(bytes).end,
};

/** Whether bytes follow the picture: a second picture, a video, an archive, a text. Files are padded with zeros. */
export const hasTrailingData = (bytes: Buffer, format: string): boolean => {
  const end = ends[format]?.(bytes);
  return end !== undefined && bytes.subarray(end).some((byte) => byte !== 0);
};
