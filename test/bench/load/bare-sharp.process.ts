/** The baseline: the bare decoder making the same picture, thumbnail and ThumbHash, from memory to memory; it checks and stores nothing. */
import sharp from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import { answerParent } from './child.ts';
import { type PhotoWork, photosPerSecond } from './photo-work.ts';

sharp.cache(false);
sharp.concurrency(1);

const inside = (side: number) => ({ width: side, height: side, fit: 'inside', withoutEnlargement: true }) as const;

const rebuild = async (photo: Buffer): Promise<void> => {
  const full = await sharp(photo, { sequentialRead: true })
    .autoOrient()
    .resize(inside(2_560))
    .jpeg({ quality: 82 })
    .toBuffer();
  const thumbnail = await sharp(full).resize(inside(320)).webp({ quality: 72, effort: 2 }).toBuffer();
  const small = sharp(thumbnail).resize(inside(100)).ensureAlpha().raw();
  const { data, info } = await small.toBuffer({ resolveWithObject: true });
  rgbaToThumbHash(info.width, info.height, data);
};

/** Photos a second. */
answerParent((work: PhotoWork) => photosPerSecond(work, rebuild));
