/** The picture decoder with everything switched off that nobody here needs. */
import sharp, { type Sharp } from 'sharp';
import { imageLimits } from './image-limits.ts';

/** Readers by name; all others are refused whatever the bytes look like, and so is every file path. */
const READERS = [
  'VipsForeignLoadJpegBuffer',
  'VipsForeignLoadPngBuffer',
  'VipsForeignLoadWebpBuffer',
  'VipsForeignLoadNsgifBuffer',
  'VipsForeignLoadTiffBuffer',
  // For AVIF, after its container was read here.
  'VipsForeignLoadHeifBuffer',
];

/** AVIF needs most: seconds for a large photo, on a busy machine several times as long. */
const STILL_SECONDS = 20;
const ANIMATED_SECONDS = 25;

sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: READERS });
// Memory stays flat over many jobs; parallelism comes from the pool of workers.
sharp.cache(false);
sharp.concurrency(1);

export interface DecodeOptions {
  readonly isAnimated?: boolean;
  /** Of several pictures in a file, counted from 0. */
  readonly page?: number;
}

/** `failOn: 'error'` refuses broken and truncated files, and takes the slightly odd ones that cameras write. */
export const decode = (file: Uint8Array, { isAnimated = false, page }: DecodeOptions = {}): Sharp =>
  sharp(file, {
    failOn: 'error',
    limitInputPixels: imageLimits.pixels,
    limitInputChannels: imageLimits.channels,
    sequentialRead: true,
    animated: isAnimated,
    ...(page === undefined ? {} : { page }),
  }).timeout({ seconds: isAnimated ? ANIMATED_SECONDS : STILL_SECONDS });

/** Pixels that were decoded before. */
export const fromPixels = (rgba: Uint8Array, width: number, height: number): Sharp =>
  sharp(rgba, { raw: { width, height, channels: 4 } });

export type { Metadata, Sharp } from 'sharp';
