/** The small pictures of a rebuilt one: a thumbnail, and a ThumbHash to show while that loads. */
import { rgbaToThumbHash } from 'thumbhash';
import type { GreyPicture } from '../documents/grey-picture.ts';
import { EVIDENCE_SIDE } from '../documents/text-evidence.ts';
import { decode, fromPixels } from './decoder.image.ts';

const THUMBNAIL_SIDE = 320;
/** The largest that ThumbHash takes. */
const THUMB_HASH_SIDE = 100;

export interface ImagePreview {
  /** WebP. */
  readonly thumbnail: Buffer;
  /** Base64. */
  readonly thumbHash: string;
  /** On white, at most EVIDENCE_SIDE long. */
  readonly grey: GreyPicture;
}

/** In the weights of the eye, roughly. */
const greyOf = (rgba: Uint8Array, width: number, height: number): GreyPicture => {
  const data = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < data.length; at++, from += 4) {
    const shade = (rgba[from]! + 2 * rgba[from + 1]! + rgba[from + 2]!) >> 2;
    const cover = rgba[from + 3]!;
    data[at] = cover === 255 ? shade : 255 - (((255 - shade) * cover) >> 8);
  }
  return { width, height, data };
};

export const previewImage = async (rebuilt: Uint8Array): Promise<ImagePreview> => {
  const small = await decode(rebuilt)
    .resize({ width: EVIDENCE_SIDE, height: EVIDENCE_SIDE, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = small.info;
  const thumbnail = await fromPixels(small.data, width, height)
    .resize({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 72, effort: 2 })
    .toBuffer();
  const { data, info } = await fromPixels(small.data, width, height)
    .resize({ width: THUMB_HASH_SIDE, height: THUMB_HASH_SIDE, fit: 'inside', withoutEnlargement: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const grey = greyOf(small.data, width, height);
  return { thumbnail, grey, thumbHash: Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64') };
};
