/** The same photos, worked through by whoever is measured. */
import { readFile } from 'node:fs/promises';

export interface PhotoWork {
  readonly paths: readonly string[];
  /** How often one of them is taken, in turn. */
  readonly count: number;
  /** How many are under way together. */
  readonly atOnce: number;
}

export const photosPerSecond = async (
  { paths, count, atOnce }: PhotoWork,
  work: (photo: Buffer) => Promise<unknown>,
): Promise<number> => {
  const photos = await Promise.all(paths.map((path) => readFile(path)));
  const turns = Array.from({ length: count }, (_, index) => photos[index % photos.length] as Buffer).values();
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const photo of turns) await work(photo);
    }),
  );
  return count / ((performance.now() - begun) / 1_000);
};
