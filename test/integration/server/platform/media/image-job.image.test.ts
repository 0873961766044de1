/** Photos are rebuilt from their pixels, and from nothing else. */
import { expect } from 'chai';
import sharp from 'sharp';
import type { ImageJob, MediaFacts } from '../../../../../server/src/platform/media/media-job.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { runMedia, testMediaPool } from '../../../../support/media.ts';
import * as samples from '../../../../support/sample-files.ts';

const chat: ImageJob = { kind: 'image', maxSide: 2560, preset: 'chat' };

describe('the image job', () => {
  let pool: MediaPool;
  before(() => {
    pool = testMediaPool();
  });
  after(() => pool[Symbol.asyncDispose]());

  const rebuild = async (
    file: Buffer,
    job: ImageJob = chat,
  ): Promise<{ facts: MediaFacts; full: Buffer; thumbnail?: Buffer }> => {
    const { answer, outputs } = await runMedia(pool, job, file);
    if (answer.outcome !== 'done') throw new Error(`refused: ${answer.reason}, ${answer.detail}`);
    const thumbnail = outputs.get('thumbnail');
    return { facts: answer.facts, full: outputs.get('full') as Buffer, ...(thumbnail ? { thumbnail } : {}) };
  };
  const refusal = async (file: Buffer): Promise<string> => {
    const { answer } = await runMedia(pool, chat, file);
    return answer.outcome === 'refused' ? answer.reason : 'taken';
  };

  it('turns a phone’s photo upright and leaves no metadata', async () => {
    const { facts, full, thumbnail } = await rebuild(await samples.phonePhoto({ width: 640, height: 480 }));

    expect(facts).to.include({ mediaType: 'image/jpeg', width: 480, height: 640 });
    for (const file of [full, thumbnail as Buffer]) {
      const metadata = await sharp(file).metadata();
      expect(metadata).not.to.have.any.keys('exif', 'xmp', 'iptc', 'icc', 'orientation');
      expect(metadata.height).to.be.above(metadata.width);
      expect(file.includes('Canary')).to.equal(false);
    }
  });

  it('tells what was removed', async () => {
    const { facts } = await rebuild(await samples.phonePhoto());

    expect(facts.removed).to.have.members(['location', 'camera', 'metadata']);
  });

  it('tells nothing was removed from a file that had nothing', async () => {
    for (const file of [await samples.plainJpeg(), await samples.plainPng(), await samples.plainWebp()]) {
      expect((await rebuild(file)).facts.removed).to.deep.equal([]);
    }
  });

  it('drops what follows the picture, and tells so', async () => {
    const tail = Buffer.from('PK\x03\x04 an archive behind the picture');
    const makers = [samples.plainJpeg, samples.plainPng, samples.plainWebp, samples.animatedGif];

    for (const make of makers) {
      const { facts, full } = await rebuild(Buffer.concat([await make(), tail]));
      expect(facts.removed).to.deep.equal(['trailing-data']);
      expect(full.includes('archive')).to.equal(false);
    }
  });

  it('makes large photos fit', async () => {
    const { facts, full } = await rebuild(await samples.plainJpeg(4000, 1000));

    expect(facts).to.include({ width: 2560, height: 640 });
    expect((await sharp(full).metadata()).width).to.equal(2560);
  });

  it('makes a thumbnail of at most 320 pixels and a ThumbHash', async () => {
    const { facts, thumbnail } = await rebuild(await samples.plainJpeg(1000, 500));

    expect(await sharp(thumbnail).metadata()).to.include({ format: 'webp', width: 320, height: 160 });
    expect(Buffer.from(facts.thumbHash ?? '', 'base64').length).to.be.within(15, 30);
  });

  it('keeps transparency, clears erased colours, and writes no density', async () => {
    const { facts, full } = await rebuild(await samples.pngWithErasedHalf());

    expect(facts.mediaType).to.equal('image/png');
    expect(full.includes('pHYs')).to.equal(false);
    const { data } = await sharp(full).raw().toBuffer({ resolveWithObject: true });
    expect([...data.subarray(0, 4)]).to.deep.equal([0, 0, 0, 0]);
    expect([...data.subarray(40 * 4, 40 * 4 + 4)]).to.deep.equal([200, 10, 160, 255]);
  });

  it('makes large opaque PNGs JPEGs', async () => {
    expect((await rebuild(await samples.plainPng(1200, 900))).facts.mediaType).to.equal('image/jpeg');
    expect((await rebuild(await samples.plainPng(100, 100))).facts.mediaType).to.equal('image/png');
  });

  it('keeps animations moving', async () => {
    const { facts, full } = await rebuild(await samples.animatedGif(3));

    expect(facts).to.include({ mediaType: 'image/webp', width: 20, height: 10 });
    expect((await sharp(full, { animated: true }).metadata()).pages).to.equal(3);
  });

  it('makes of documents one fine JPEG and no thumbnail', async () => {
    const job: ImageJob = { kind: 'image', maxSide: 4096, preset: 'document' };

    const { facts, thumbnail } = await rebuild(await samples.pngWithErasedHalf(), job);

    expect(facts.mediaType).to.equal('image/jpeg');
    expect(thumbnail).to.equal(undefined);
  });

  it('refuses pixel bombs before decoding', async () => {
    expect(await refusal(await samples.pixelBomb())).to.equal('unsafe');
    expect(await refusal(await samples.animatedGif(201))).to.equal('unsafe');
  });

  it('takes AVIF and TIFF, and tells what was removed', async () => {
    const avif = await rebuild(await samples.phoneAvif());
    const tiff = await rebuild(await samples.phoneTiff());

    expect(avif.facts).to.include({ mediaType: 'image/jpeg', width: 64, height: 48 });
    expect(tiff.facts).to.include({ mediaType: 'image/png', width: 64, height: 48 });
    for (const { facts } of [avif, tiff]) expect(facts.removed).to.include.members(['location', 'metadata']);
  });

  it('drops what follows an AVIF or a TIFF, and tells so', async () => {
    const tail = Buffer.from('PK\x03\x04 an archive behind the picture');

    for (const make of [samples.phoneAvif, samples.phoneTiff]) {
      const { facts, full } = await rebuild(Buffer.concat([await make(), tail]));
      expect(facts.removed).to.include('trailing-data');
      expect(full.includes('archive')).to.equal(false);
    }
  });

  it('takes the still picture of an animated PNG', async () => {
    expect((await rebuild(await samples.animatedPng())).facts).to.include({ mediaType: 'image/png', width: 20 });
  });

  it('refuses a TIFF of several pages, whose order nobody would see', async () => {
    expect(await refusal(await samples.tiffOfPages(1))).to.equal('taken');
    expect(await refusal(await samples.tiffOfPages(2))).to.equal('type-not-allowed');
  });

  it('refuses pictures that are too long, have too many channels, or fractions for colours', async () => {
    const long = sharp({ create: { width: 30_001, height: 1, channels: 3, background: '#000' } });

    expect(await refusal(await long.png().toBuffer())).to.equal('unsafe');
    expect(await refusal(samples.rawTiff({ channels: 6 }))).to.equal('unsafe');
    expect(await refusal(samples.rawTiff({ isFloat: true }))).to.equal('type-not-allowed');
    expect(await refusal(samples.rawTiff())).to.equal('taken');
  });

  it('refuses formats that are not on the list, whatever reads them elsewhere', async () => {
    const bmp = Buffer.from('424d3a0000000000000036000000280000000100000001000000010018000000000004000000', 'hex');

    for (const file of [samples.svg(), bmp, samples.plainPdf(), Buffer.from('text')]) {
      expect(await refusal(file)).to.equal('type-not-allowed');
    }
  });

  it('refuses half a photo and an empty file', async () => {
    const photo = await samples.phonePhoto();

    expect(await refusal(photo.subarray(0, photo.length / 2))).to.equal('unreadable');
    expect(await refusal(Buffer.alloc(0))).to.equal('unreadable');
  });
});
