/** How large a picture may be, by what its header says; asked before anything is decoded. */

export const imageLimits = {
  /** All frames of an animation together. */
  pixels: 50_000_000,
  frames: 200,
  /** Of a side, in pixels. */
  side: 30_000,
  /** Four colours and transparency. */
  channels: 5,
  /** Pictures, tiles and metadata in a HEIC or AVIF. */
  items: 1_000,
} as const;

export interface ImageSize {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly channels: number;
}

/** What is too large about it; undefined when nothing is. */
export const tooLarge = ({ width, height, frames, channels }: ImageSize): string | undefined => {
  if (frames > imageLimits.frames) return 'the animation has too many frames';
  if (width * height * frames > imageLimits.pixels) return 'the picture has too many pixels';
  if (Math.max(width, height) > imageLimits.side) return 'the picture is too long or too high';
  if (channels > imageLimits.channels) return 'the picture has too many channels';
  return undefined;
};
