/** Public pictures that nobody here made: each is rebuilt without metadata, or refused clearly. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { ImageJob } from '../../../../../server/src/platform/media/media-job.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { requireTool, runTool } from '../../../../support/installed-tool.ts';
import { METADATA_GROUPS, type MediaRun, runMedia, testMediaPool } from '../../../../support/media.ts';

const CORPUS = fileURLToPath(new URL('../../../../../../shared/corpus/', import.meta.url));
const FOLDERS = ['images', 'polyglots', 'svg', 'id-specimens'];
const REASONS = ['type-not-allowed', 'unsafe', 'unreadable'];
const job: ImageJob = { kind: 'image', maxSide: 2560, preset: 'chat' };

const filesIn = (folder: string): string[] =>
  readdirSync(join(CORPUS, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('the public corpus of pictures', function () {
  this.timeout(60_000);
  let pool: MediaPool;
  let folder: string;
  const runs = new Map<string, MediaRun>();

  before(async function () {
    if (!existsSync(CORPUS)) {
      console.warn('      skipped: the corpus is not beside the checkout');
      this.skip();
    }
    pool = testMediaPool();
    folder = await mkdtemp(join(tmpdir(), 'senim-corpus-'));
    const paths = FOLDERS.flatMap(filesIn);
    await Promise.all(paths.map(async (path) => runs.set(path, await runMedia(pool, job, readFileSync(path)))));
  });
  after(async () => {
    await pool?.[Symbol.asyncDispose]();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const run = (path: string): MediaRun => runs.get(join(CORPUS, 'images', path)) as MediaRun;

  it('is taken or refused with a clear reason, file by file', () => {
    for (const [path, { answer }] of runs) {
      if (answer.outcome === 'refused') {
        expect(REASONS, path).to.include(answer.reason);
        expect(answer.detail, path).not.to.equal('the file cannot be decoded');
      }
    }
    expect([...runs.values()].filter(({ answer }) => answer.outcome === 'done').length).to.be.above(60);
  });

  it('leaves no metadata that exiftool finds', async function () {
    requireTool(this, 'exiftool');
    for (const [path, { outputs }] of runs) {
      for (const [name, bytes] of outputs) await writeFile(join(folder, `${basename(path)}.${name}`), bytes);
    }

    const found = JSON.parse(
      (await runTool('exiftool', ['-j', '-G1', '-a', '-u', '-U', '-ext', '*', folder])).toString(),
    );

    for (const file of found) {
      const left = Object.keys(file).filter(
        (key) => METADATA_GROUPS.test(key) || /GPS|Comment|Trailer|pHYs/i.test(key),
      );
      expect(left, file.SourceFile).to.deep.equal([]);
    }
    expect(found.length).to.be.above(120);
  });

  it('takes every photo with a place in it, and tells that it was removed', () => {
    for (const [path, { answer }] of runs) {
      if (!path.includes('/gps/')) continue;
      expect(answer.outcome, path).to.equal('done');
      if (answer.outcome === 'done') expect(answer.facts.removed, path).to.include('location');
    }
  });

  it('turns pictures of every orientation upright', () => {
    const sizes = filesIn('images/orientation')
      .filter((path) => /f\dt\.jpg$/.test(path))
      .map((path) => runs.get(path)?.answer)
      .map((answer) => (answer?.outcome === 'done' ? `${answer.facts.width}x${answer.facts.height}` : 'refused'));

    expect(sizes.length).to.equal(8);
    expect(new Set(sizes).size).to.equal(1);
  });

  it('has bombs that are refused as unsafe', () => {
    for (const name of ['lottapixel.jpg', 'giant-image.jpg', '65536-uint32-limit.png']) {
      expect(run(`bombs/${name}`).answer, name).to.include({ outcome: 'refused', reason: 'unsafe' });
    }
  });
});
