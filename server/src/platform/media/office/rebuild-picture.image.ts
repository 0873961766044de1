/** Rebuilds a picture inside of an office document from its pixels, in its own format and size. */
import { clearTransparent } from '../image/clear-transparent.ts';
import { decode, fromPixels } from '../image/decoder.image.ts';
import { imageRemovals } from '../image/image-removals.ts';
import { withoutAncillaryChunks } from '../image/png-chunks.ts';
import { openSource, type SourceImage } from '../image/source.image.ts';
import type { Removal } from '../media-job.ts';
import { unsafe } from './office-fault.ts';

export interface RebuiltPicture {
  readonly bytes: Buffer;
  readonly removed: readonly Removal[];
}

const JPEG_QUALITY = 82;

const encode = async ({ file, format, frames }: SourceImage): Promise<Buffer> => {
  if (format === 'gif') {
    return decode(file, { isAnimated: frames > 1 })
      .gif({ effort: 1 })
      .toBuffer();
  }
  const upright = decode(file).autoOrient().toColourspace('srgb');
  if (format === 'jpeg') return upright.jpeg({ quality: JPEG_QUALITY }).toBuffer();
  if (format !== 'png') throw unsafe('a picture in it has another format');
  const { data, info } = await upright.ensureAlpha().raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  clearTransparent(data);
  return withoutAncillaryChunks(await fromPixels(data, info.width, info.height).png().toBuffer());
};

/** Throws an OfficeFault. */
export const rebuildPicture = async (file: Buffer): Promise<RebuiltPicture> => {
  try {
    const source = await openSource(file);
    return { bytes: await encode(source), removed: imageRemovals(file, source.extras) };
  } catch {
    throw unsafe('a picture in it cannot be rebuilt');
  }
};
