/** Public pictures that nobody here made: each is rebuilt without metadata, or refused for a reason that is said here. */

import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import type { ImageJob, MediaAnswer } from '../../../../../server/src/platform/media/media-job.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { expectedOfPicture, FOREIGN_SIGNATURES, REFUSED_PICTURES } from '../../../../support/corpus/pictures.ts';
import { requireTool, runTool } from '../../../../support/installed-tool.ts';
import { METADATA_GROUPS, type MediaRun, runMedia, testMediaPool } from '../../../../support/media.ts';
import { describeWithShared } from '../../../../support/shared-material.ts';

const FOLDERS = ['images', 'polyglots', 'svg', 'id-specimens', 'sniff', 'collisions'];
const job: ImageJob = { kind: 'image', maxSide: 2560, preset: 'chat' };

const outcomeOf = (answer: MediaAnswer | undefined): string =>
  answer?.outcome === 'refused' ? answer.reason : (answer?.outcome ?? 'missing');

describeWithShared('the public corpus of pictures', 'corpus', function (corpus) {
  this.timeout(180_000);
  let pool: MediaPool;
  let folder: string;
  const runs = new Map<string, MediaRun>();

  before(async () => {
    pool = testMediaPool();
    folder = await mkdtemp(join(tmpdir(), 'senim-corpus-'));
    const files = FOLDERS.flatMap((name) =>
      readdirSync(join(corpus, name), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()),
    ).map((entry) => relative(corpus, join(entry.parentPath, entry.name)));
    const run = async (path: string): Promise<void> =>
      void runs.set(path, await runMedia(pool, job, readFileSync(join(corpus, path))));
    await Promise.all(files.map(run));
  });
  after(async () => {
    await pool?.[Symbol.asyncDispose]();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const removedFrom = (path: string): readonly string[] => {
    const answer = runs.get(path)?.answer;
    return answer?.outcome === 'done' ? answer.facts.removed : ['refused'];
  };

  it('is taken or refused with a clear reason, file by file', () => {
    for (const [path, { answer }] of runs) {
      const expected = expectedOfPicture(path);
      expect(outcomeOf(answer), path).to.equal(expected);
      // What the pool says when a worker crashed or hung.
      if (answer.outcome === 'refused') expect(answer.detail, path).not.to.equal('the file cannot be decoded');
    }
    expect(Object.keys(REFUSED_PICTURES).filter((path) => !runs.has(path))).to.deep.equal([]);
  });

  it('leaves no metadata that exiftool finds', async function () {
    requireTool(this, 'exiftool');
    for (const [path, { outputs }] of runs) {
      const name = path.replaceAll('/', '_');
      for (const [output, bytes] of outputs) await writeFile(join(folder, `${name}.${output}`), bytes);
    }

    const found = JSON.parse(
      (await runTool('exiftool', ['-j', '-G1', '-a', '-u', '-U', '-ext', '*', folder])).toString(),
    );

    for (const file of found) {
      const left = Object.keys(file).filter(
        (key) => METADATA_GROUPS.test(key) || /GPS|Comment|Trailer|pHYs|Orientation|Resolution|Warning/i.test(key),
      );
      expect(left, file.SourceFile).to.deep.equal([]);
    }
    expect(found.length).to.equal([...runs.values()].reduce((sum, { outputs }) => sum + outputs.size, 0));
  });

  it('keeps no second format', () => {
    for (const [path, { outputs }] of runs) {
      for (const [name, bytes] of outputs) {
        const left = FOREIGN_SIGNATURES.filter((signature) => bytes.includes(signature, 0, 'latin1'));
        expect(left, `${path} ${name}`).to.deep.equal([]);
      }
    }
  });

  it('has photos with a place in them, and it is told that it was removed', () => {
    const paths = [...runs.keys()].filter((path) => path.startsWith('images/gps/'));

    for (const path of paths) expect(removedFrom(path), path).to.include('location');
    expect(paths).to.have.length(16);
  });

  it('has HEIC and AVIF whose receipts tell place, camera, thumbnail and hidden data', () => {
    for (const [path, ...removed] of [
      ['images/heif/IMG_5195.HEIC', 'location', 'camera', 'metadata'],
      ['images/heif/xiaomi.heic', 'location', 'camera', 'thumbnail', 'metadata'],
      ['images/heif/zPug_3.heic', 'thumbnail', 'metadata'],
      ['images/heif/L_exif_xmp_iptc.heic', 'camera', 'metadata'],
      ['images/heif/RGB_10__29x100.heif'],
      ['images/avif/paris_icc_exif_xmp.avif', 'location', 'camera', 'metadata'],
      ['images/avif/white_1x1.avif'],
      ['images/metadata/ExifTool.tif', 'camera', 'metadata'],
    ] as const) {
      expect(removedFrom(path), path).to.deep.equal(removed);
    }
  });

  it('turns pictures of every orientation upright', () => {
    const sizeOf = (path: string): string => {
      const answer = runs.get(path)?.answer;
      return answer?.outcome === 'done' ? `${answer.facts.width}x${answer.facts.height}` : 'refused';
    };
    const paths = [...runs.keys()].filter((path) => /orientation\/f\dt\.jpg$/.test(path));

    expect(paths).to.have.length(8);
    expect([...new Set(paths.map(sizeOf))]).to.deep.equal(['48x80']);
    // Turned by its container.
    expect(sizeOf('images/avif/kimono.rotate90.avif')).to.equal('722x1024');
  });
});
