/** Public pictures that nobody here made: each is rebuilt without metadata, or refused for a reason that is said here. */

import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import type { ImageJob, MediaAnswer } from '../../../../../server/src/platform/media/media-job.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { requireTool, runTool } from '../../../../support/installed-tool.ts';
import { METADATA_GROUPS, type MediaRun, runMedia, testMediaPool } from '../../../../support/media.ts';
import { describeWithShared } from '../../../../support/shared-material.ts';

const FOLDERS = ['images', 'polyglots', 'svg', 'id-specimens', 'sniff', 'collisions'];
/** Only names: what is inside is found out by the job. */
const PICTURE = /\.(jpe?g|png|gif|webp|tif|mpo|hei[cf]|avif)$/i;
const job: ImageJob = { kind: 'image', maxSide: 2560, preset: 'chat' };

/** Of the files that are called pictures: what is refused, and why. All others are taken. */
const REFUSED: Readonly<Record<string, string>> = {
  // Films in a picture's clothes.
  'images/avif/colors-animated-8bpc-alpha-exif-xmp.avif': 'type-not-allowed',
  'images/avif/colors-animated-8bpc.avif': 'type-not-allowed',
  // More pixels than anybody's camera has, said by the header.
  'images/bombs/17000x17000.avif': 'unsafe',
  'images/bombs/65536-uint32-limit.png': 'unsafe',
  'images/bombs/giant-image.jpg': 'unsafe',
  'images/bombs/lottapixel.jpg': 'unsafe',
  // One frame that is larger than the whole: the decoder takes it for broken, before it draws.
  'images/bombs/decompression_bomb.gif': 'unreadable',
  // A header with no folder behind it, which the decoder does not know as a TIFF.
  'images/bombs/oom-225817ca0f8c663be7ab4b9e717b02c661e66834.tif': 'type-not-allowed',
  // No side, or not one whole frame.
  'images/corrupt/zero_width.gif': 'unreadable',
  'images/corrupt/e34116d68f49c7852b362ec72a636df5.gif': 'unreadable',
  'images/corrupt/invalid_multiframe.gif': 'unreadable',
  // Headers that contradict the format: a colour type that does not exist, a checksum that is wrong.
  'images/corrupt/xd0n2c08.png': 'unreadable',
  'images/corrupt/xhdn0g08.png': 'unreadable',
  'images/corrupt/broken.png': 'unreadable',
  'images/corrupt/c-817f96555e2d683e7b12f778c4e38022.png': 'unreadable',
  // Pixels that cannot be unpacked.
  'images/corrupt/broken_data_stream.png': 'unreadable',
  'images/corrupt/c-m6-a46ce91d8975a017917156b8824f936e.png': 'unreadable',
  'images/corrupt/3ba6af611cc5467cfdbd5566561b8478.jpg': 'unreadable',
  'images/corrupt/corrupt-header.jpg': 'unreadable',
  // Parts that lie outside the file.
  'images/corrupt/corrupted.heic': 'unreadable',
  'images/corrupt/crash-0c7e0e8e11ce787078f00b5b0ca409a167f070e0.tif': 'unreadable',
  // Cut off.
  'images/corrupt/truncated.gif': 'unreadable',
  'images/corrupt/truncated.heic': 'unreadable',
  'images/corrupt/truncated.jpg': 'unreadable',
  'images/corrupt/truncated.png': 'unreadable',
  'images/corrupt/truncated_jpeg.jpg': 'unreadable',
  // A text.
  'sniff/fixture-json.webp': 'type-not-allowed',
};

/** How other formats begin or, of archives, end: none may be left anywhere in a rebuilt file. */
const FOREIGN = [
  'PK\x03\x04',
  'PK\x05\x06',
  '%PDF',
  'Rar!',
  '7z\xbc\xaf\x27',
  '<html',
  '<script',
  'ID3\x03',
  'ftyp',
  'OggS',
];

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
      const expected = REFUSED[path] ?? (PICTURE.test(path) ? 'done' : 'type-not-allowed');
      expect(outcomeOf(answer), path).to.equal(expected);
      // What the pool says when a worker crashed or hung.
      if (answer.outcome === 'refused') expect(answer.detail, path).not.to.equal('the file cannot be decoded');
    }
    expect(Object.keys(REFUSED).filter((path) => !runs.has(path))).to.deep.equal([]);
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
        const left = FOREIGN.filter((signature) => bytes.includes(signature, 0, 'latin1'));
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
