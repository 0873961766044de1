/** Counts what the filter for identity documents catches and what it takes for one: specimens of unseen seeds, ordinary pictures. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { type DocumentFilter, type Filtered, openDocumentFilter } from '../test/support/document-filter.ts';
import { sharedFile } from '../test/support/shared-material.ts';
import { chanceFrom } from '../test/support/specimens/random.ts';
import { specimenKinds, specimenPhoto } from '../test/support/specimens/specimen-photo.ts';

const SPECIMENS_PER_KIND = 20;
const ORDINARY = 300;
const SEED = 250_000;
const LEAST_SIDE = 100;

const ordinaryFolders = ['images', 'polyglots', 'sniff', 'collisions'];

const tell = (title: string, results: readonly Filtered[], what: Filtered['verdict'][]): void => {
  const count = results.filter(({ verdict }) => what.includes(verdict)).length;
  const read = results.filter(({ wasRead }) => wasRead).length;
  const percent = ((100 * count) / results.length).toFixed(1);
  process.stdout.write(`${title}: ${count} of ${results.length} (${percent} %); ${read} were read\n`);
};

const measureSpecimens = async (filter: DocumentFilter): Promise<void> => {
  const all: Filtered[] = [];
  for (const kind of specimenKinds) {
    const results: Filtered[] = [];
    for (let index = 0; index < SPECIMENS_PER_KIND; index++) {
      results.push(await filter.look((await specimenPhoto(kind, SEED + index)).jpeg));
    }
    tell(`${kind}, refused`, results, ['document']);
    tell(`${kind}, refused or asked about`, results, ['document', 'suspected']);
    all.push(...results);
  }
  tell('all specimens, refused or asked about', all, ['document', 'suspected']);
};

/** Public pictures as they are, and then parts of them: seen closer, as other photos of such things would be. */
async function* ordinaryPictures(corpus: string): AsyncGenerator<Buffer> {
  const files = ordinaryFolders
    .flatMap((folder) => readdirSync(join(corpus, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
  yield* files;
  const chance = chanceFrom(SEED);
  for (;;) {
    for (const file of files) {
      const picture = await sharp(file)
        .rotate()
        .png()
        .toBuffer({ resolveWithObject: true })
        .catch(() => undefined);
      const { width = 0, height = 0 } = picture?.info ?? {};
      if (!picture || Math.min(width, height) < LEAST_SIDE) continue;
      const part = chance.between(0.4, 0.9);
      const [partWidth, partHeight] = [Math.round(width * part), Math.round(height * part)];
      const left = chance.whole(0, width - partWidth);
      const top = chance.whole(0, height - partHeight);
      const cut = sharp(picture.data).extract({ left, top, width: partWidth, height: partHeight });
      yield await cut.flatten().jpeg({ quality: 80 }).toBuffer();
    }
  }
}

const measureOrdinary = async (filter: DocumentFilter, corpus: string): Promise<void> => {
  const results: Filtered[] = [];
  for await (const picture of ordinaryPictures(corpus)) {
    const result = await filter.look(picture);
    if (result.verdict !== 'refused') results.push(result);
    if (results.length === ORDINARY) break;
  }
  tell('ordinary pictures, refused', results, ['document']);
  tell('ordinary pictures, refused or asked about', results, ['document', 'suspected']);
};

await using filter = openDocumentFilter();
await measureSpecimens(filter);
const corpus = sharedFile('corpus');
if (corpus) await measureOrdinary(filter, corpus);
else process.stdout.write('ordinary pictures: shared/corpus is not beside the checkout\n');
