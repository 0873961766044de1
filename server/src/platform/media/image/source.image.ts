/** Opens a picture as it came in: finds out what it is and how large, and decides whether it is decoded at all. */
import type { MediaRefusal } from '../media-job.ts';
import { decode, type Metadata } from './decoder.image.ts';
import { type HeifFacts, isHeif, readHeif } from './heif-facts.ts';
import { decodeHevc } from './hevc-decoder.image.ts';
import { imageLimits, tooLarge } from './image-limits.ts';
import type { ImageExtras } from './image-removals.ts';
import { tiffFacts } from './tiff-facts.ts';

export type SourceFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif' | 'heic';

export interface SourceImage {
  /** What the decoder takes; of a HEIC its pixels. */
  readonly file: Buffer;
  readonly format: SourceFormat;
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  readonly frames: number;
  /** Of several pictures in the file. */
  readonly page?: number;
  readonly extras: ImageExtras;
}

/** A picture that is not taken, and why. */
export class Refused extends Error {
  readonly reason: MediaRefusal;

  constructor(reason: MediaRefusal, detail: string) {
    super(detail);
    this.name = 'Refused';
    this.reason = reason;
  }
}

const PLAIN_FORMATS: ReadonlySet<string> = new Set<SourceFormat>(['jpeg', 'png', 'webp', 'gif']);
/** Whole numbers: what others mean is not agreed upon. */
const DEPTHS = new Set(['uchar', 'ushort']);

const broken = (detail: string): Refused => new Refused('unreadable', detail);

const readOrRefuse = <Facts>(read: () => Facts): Facts => {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw broken('the picture is broken or cut off');
    throw error;
  }
};

const checkSize = (metadata: Metadata, frames: number): void => {
  const fault = tooLarge({ ...metadata, frames });
  if (fault) throw new Refused('unsafe', fault);
};

const checkHeif = (facts: HeifFacts): void => {
  if (facts.isSequence)
    throw new Refused('type-not-allowed', 'moving HEIC and AVIF are not taken; send a still picture');
  if (facts.codec === 'other') throw new Refused('type-not-allowed', 'the picture is coded in an unusual way');
  if (facts.items > imageLimits.items) throw new Refused('unsafe', 'the picture has too many parts');
  const fault = tooLarge({
    width: facts.longestSide,
    height: facts.pixels / facts.longestSide,
    frames: 1,
    channels: 4,
  });
  if (fault) throw new Refused('unsafe', fault);
};

const openHeif = async (file: Buffer): Promise<SourceImage> => {
  const facts = readOrRefuse(() => readHeif(file));
  checkHeif(facts);
  const isAvif = facts.codec === 'av1';
  const decoded = isAvif ? file : await decodeHevc(file, facts).catch(() => undefined);
  if (!decoded) throw broken('the picture is broken or cut off');
  const metadata = await decode(decoded).metadata();
  checkSize(metadata, 1);
  const { exif, xmp, icc, hasThumbnail, hasMore, hasTrailingData } = facts;
  const { width, height, hasAlpha, pagePrimary } = metadata;
  return {
    file: decoded,
    format: isAvif ? 'avif' : 'heic',
    width,
    height,
    hasAlpha,
    frames: 1,
    ...(isAvif && pagePrimary ? { page: pagePrimary } : {}),
    extras: { format: 'heif', exif, xmp, icc, hasThumbnail, hasMetadata: hasMore, hasTrailingData },
  };
};

const openTiff = (file: Buffer, metadata: Metadata): SourceImage => {
  const { pictures, hasThumbnail, hasMetadata, hasTrailingData } = readOrRefuse(() => tiffFacts(file));
  if (pictures > 1) throw new Refused('type-not-allowed', 'a TIFF with several pages is not taken; send a PDF');
  if (!DEPTHS.has(metadata.depth)) throw new Refused('type-not-allowed', 'the numbers of this TIFF are no colours');
  checkSize(metadata, 1);
  const { width, height, hasAlpha, xmp, iptc, icc } = metadata;
  return {
    file,
    format: 'tiff',
    width,
    height,
    hasAlpha,
    frames: 1,
    // Its own folders are what EXIF is made of.
    extras: { format: 'tiff', exif: hasMetadata ? file : undefined, xmp, iptc, icc, hasThumbnail, hasTrailingData },
  };
};

/** Throws Refused, or whatever the decoder throws for a broken file. */
export const openSource = async (file: Buffer): Promise<SourceImage> => {
  if (isHeif(file)) return openHeif(file);
  const metadata = await decode(file).metadata();
  if (metadata.format === 'tiff') return openTiff(file, metadata);
  if (!PLAIN_FORMATS.has(metadata.format)) throw new Refused('type-not-allowed', 'the picture has another format');
  const frames = metadata.pages ?? 1;
  checkSize(metadata, frames);
  const { width, height, hasAlpha } = metadata;
  return { file, format: metadata.format as SourceFormat, width, height, hasAlpha, frames, extras: metadata };
};
