/** The small pictures of a rebuilt one: a thumbnail, and a ThumbHash to show while that loads. */
import { rgbaToThumbHash } from 'thumbhash';
import { decode } from './decoder.image.ts';

const THUMBNAIL_SIDE = 320;
/** The largest that ThumbHash takes. */
const THUMB_HASH_SIDE = 100;

export interface ImagePreview {
  /** WebP. */
  readonly thumbnail: Buffer;
  /** Base64. */
  readonly thumbHash: string;
}

export const previewImage = async (rebuilt: Uint8Array): Promise<ImagePreview> => {
  const thumbnail = await decode(rebuilt)
    .resize({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 72, effort: 2 })
    .toBuffer();
  const { data, info } = await decode(thumbnail)
    .resize({ width: THUMB_HASH_SIDE, height: THUMB_HASH_SIDE, fit: 'inside', withoutEnlargement: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { thumbnail, thumbHash: Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64') };
};
