/** The baseline: the bare decoder making the same picture, thumbnail and ThumbHash, from memory to memory; it checks and stores nothing. */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import { answerParent } from './child.ts';

export interface BareSharpQuestion {
  readonly paths: readonly string[];
  readonly count: number;
  readonly atOnce: number;
}

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
answerParent(async ({ paths, count, atOnce }: BareSharpQuestion) => {
  const photos = await Promise.all(paths.map((path) => readFile(path)));
  const turns = Array.from({ length: count }, (_, index) => photos[index % photos.length] as Buffer).values();
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const photo of turns) await rebuild(photo);
    }),
  );
  return count / ((performance.now() - begun) / 1_000);
});
