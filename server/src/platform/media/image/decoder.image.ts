/** The picture decoder with everything switched off that nobody here needs. */
import sharp, { type Sharp } from 'sharp';

/** Readers by name; all others are refused whatever the bytes look like, and so is every file path. */
const READERS = ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'];
const ANIMATION_READERS = ['VipsForeignLoadNsgifBuffer'];

/** All frames of an animation count. */
export const MAX_PIXELS = 50_000_000;
export const MAX_FRAMES = 200;

const STILL_SECONDS = 10;
const ANIMATED_SECONDS = 25;

sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: [...READERS, ...ANIMATION_READERS] });
// Memory stays flat over many jobs; parallelism comes from the pool of workers.
sharp.cache(false);
sharp.concurrency(1);

/** `failOn: 'error'` refuses broken and truncated files, and takes the slightly odd ones that cameras write. */
export const decode = (file: Uint8Array, isAnimated = false): Sharp =>
  sharp(file, {
    failOn: 'error',
    limitInputPixels: MAX_PIXELS,
    sequentialRead: true,
    animated: isAnimated,
  }).timeout({ seconds: isAnimated ? ANIMATED_SECONDS : STILL_SECONDS });

/** Pixels that were decoded before. */
export const fromPixels = (rgba: Uint8Array, width: number, height: number): Sharp =>
  sharp(rgba, { raw: { width, height, channels: 4 } });

export type { Metadata, Sharp } from 'sharp';
