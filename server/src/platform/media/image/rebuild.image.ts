/** Rebuilds a picture from its pixels: upright, in sRGB, no larger than wanted, and nothing but pixels. */
import { clearTransparent } from './clear-transparent.ts';
import { decode, fromPixels, type Sharp } from './decoder.image.ts';
import { withoutAncillaryChunks } from './png-chunks.ts';
import type { SourceFormat, SourceImage } from './source.image.ts';

/** Above it a picture without transparency is taken for a photo, and JPEG is many times smaller. */
const PHOTO_PIXELS = 1_000_000;
const JPEG_QUALITY = 82;
const DOCUMENT_QUALITY = 92;
const WEBP = { quality: 80, effort: 2 } as const;

export interface RebuiltImage {
  readonly file: Buffer;
  readonly mediaType: 'image/jpeg' | 'image/png' | 'image/webp';
  readonly width: number;
  readonly height: number;
}

export interface RebuildOptions {
  readonly maxSide: number;
  readonly preset: 'chat' | 'document';
}

const within = (image: Sharp, maxSide: number): Sharp =>
  image.resize({ width: maxSide, height: maxSide, fit: 'inside', withoutEnlargement: true }).toColourspace('srgb');

const toJpeg = async (image: Sharp, quality: number): Promise<RebuiltImage> => {
  const { data, info } = await image
    .flatten({ background: '#ffffff' })
    .jpeg({ quality })
    .toBuffer({ resolveWithObject: true });
  return { file: data, mediaType: 'image/jpeg', width: info.width, height: info.height };
};

const encodeStill = async (image: Sharp, format: 'png' | 'webp'): Promise<RebuiltImage> => {
  const { data, info } = await (format === 'png' ? image.png() : image.webp(WEBP)).toBuffer({
    resolveWithObject: true,
  });
  const size = { width: info.width, height: info.height };
  return format === 'png'
    ? { file: withoutAncillaryChunks(data), mediaType: 'image/png', ...size }
    : { file: data, mediaType: 'image/webp', ...size };
};

const clearAndEncode = async (image: Sharp, format: 'png' | 'webp'): Promise<RebuiltImage> => {
  const { data, info } = await image.ensureAlpha().raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  clearTransparent(data);
  return encodeStill(fromPixels(data, info.width, info.height), format);
};

const toAnimation = async (file: Uint8Array, maxSide: number): Promise<RebuiltImage> => {
  // Turning animated files is not supported; an orientation on them is ignored, as browsers do.
  const { data, info } = await within(decode(file, { isAnimated: true }), maxSide)
    .webp(WEBP)
    .toBuffer({ resolveWithObject: true });
  return { file: data, mediaType: 'image/webp', width: info.width, height: info.pageHeight ?? info.height };
};

/** Without transparency they are photos, as they come from cameras. */
const PHOTO_FORMATS: ReadonlySet<SourceFormat> = new Set(['jpeg', 'heic', 'avif']);
/** They may hold drawings, whose edges JPEG would blur. */
const EXACT_FORMATS: ReadonlySet<SourceFormat> = new Set(['png', 'tiff']);

/** Throws what the decoder throws for a broken file. */
export const rebuildImage = async (source: SourceImage, { maxSide, preset }: RebuildOptions): Promise<RebuiltImage> => {
  const { file, format, hasAlpha, frames, page } = source;
  if (preset === 'chat' && frames > 1) return toAnimation(file, maxSide);
  const upright = within(decode(file, page === undefined ? {} : { page }).autoOrient(), maxSide);
  if (preset === 'document') return toJpeg(upright, DOCUMENT_QUALITY);
  const isExact = EXACT_FORMATS.has(format);
  if (hasAlpha) return clearAndEncode(upright, isExact ? 'png' : 'webp');
  const isPhoto = PHOTO_FORMATS.has(format) || (isExact && source.width * source.height > PHOTO_PIXELS);
  return isPhoto ? toJpeg(upright, JPEG_QUALITY) : encodeStill(upright, isExact ? 'png' : 'webp');
};
