/** HEIC: decoded in WebAssembly, under limits that are asked before. */
import { expect } from 'chai';
import sharp from 'sharp';
import type { ImageJob, MediaAnswer, MediaFacts } from '../../../../../server/src/platform/media/media-job.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { requireTool } from '../../../../support/installed-tool.ts';
import { runMedia, testMediaPool } from '../../../../support/media.ts';
import { phonePhoto, plainJpeg, pngWithErasedHalf } from '../../../../support/sample-files.ts';
import {
  asSequence,
  flatPng,
  numberedP3,
  toHeic,
  turnedLeft,
  withClaimedSize,
  withCodec,
} from '../../../../support/sample-heic.ts';

const chat: ImageJob = { kind: 'image', maxSide: 2560, preset: 'chat' };

describe('the image job, given HEIC', function () {
  this.timeout(60_000);
  let pool: MediaPool;
  let photo: Buffer;
  before(async function () {
    requireTool(this, 'heif-enc');
    pool = testMediaPool({ size: 1 });
    photo = await toHeic(await phonePhoto({ width: 320, height: 240, orientation: 6 }), { thumbnail: 64 });
  });
  after(() => pool?.[Symbol.asyncDispose]());

  const rebuild = async (file: Buffer, job = chat): Promise<{ facts: MediaFacts; full: Buffer }> => {
    const { answer, outputs } = await runMedia(pool, job, file);
    if (answer.outcome !== 'done') throw new Error(`refused: ${answer.reason}, ${answer.detail}`);
    return { facts: answer.facts, full: outputs.get('full') as Buffer };
  };
  const refusal = async (file: Buffer): Promise<string> => {
    const { answer }: { answer: MediaAnswer } = await runMedia(pool, chat, file);
    return answer.outcome === 'refused' ? `${answer.reason}: ${answer.detail}` : 'taken';
  };
  const colourOf = async (file: Buffer): Promise<number[]> => [...(await sharp(file).resize(1, 1).raw().toBuffer())];

  it('makes a JPEG with a thumbnail of it, and tells what was removed', async () => {
    const { facts } = await rebuild(photo);

    expect(facts).to.include({ mediaType: 'image/jpeg' });
    expect(facts.removed).to.have.members(['location', 'camera', 'thumbnail', 'metadata']);
    expect(facts.thumbHash).to.be.a('string');
  });

  it('turns it as its container says, once, whatever EXIF says', async () => {
    const plain = await toHeic(await phonePhoto({ width: 320, height: 240, orientation: 6 }));

    expect((await rebuild(plain)).facts).to.include({ width: 320, height: 240 });
    expect((await rebuild(turnedLeft(plain))).facts).to.include({ width: 240, height: 320 });
  });

  it('shows the colours of Display P3 as they are, named by a profile or by a number', async () => {
    const profiled = await toHeic(
      await sharp(await flatPng(64, 64, '#ff0000'))
        .withIccProfile('p3')
        .jpeg()
        .toBuffer(),
    );
    const unnamed = await toHeic(await flatPng(64, 64, '#ea3322'));

    for (const [file, [red, green, blue]] of [
      [profiled, [255, 0, 0]],
      [numberedP3(profiled), [255, 0, 0]],
      [unnamed, [0xea, 0x33, 0x22]],
    ] as const) {
      const [r = 0, g = 0, b = 0] = await colourOf((await rebuild(file)).full);
      expect(Math.max(Math.abs(r - red), Math.abs(g - green), Math.abs(b - blue))).to.be.below(12);
    }
  });

  it('keeps transparency, and clears erased colours', async () => {
    const { facts, full } = await rebuild(await toHeic(await pngWithErasedHalf()));

    expect(facts.mediaType).to.equal('image/webp');
    const { data, info } = await sharp(full).raw().toBuffer({ resolveWithObject: true });
    expect(info.channels).to.equal(4);
    expect(data[3]).to.be.below(20);
    expect(data[(info.width - 1) * 4 + 3]).to.be.above(235);
  });

  it('makes of documents one fine JPEG', async () => {
    const { facts } = await rebuild(photo, { kind: 'image', maxSide: 4096, preset: 'document' });

    expect(facts).to.include({ mediaType: 'image/jpeg', width: 320 });
  });

  it('takes a photo of 12 megapixels under the caps of a worker', async () => {
    await using small = testMediaPool({ size: 1, maxMemoryBytes: 600e6 });
    const { answer } = await runMedia(small, chat, await toHeic(await flatPng(4032, 3024, '#884422')));

    expect(answer.outcome).to.equal('done');
  });

  it('refuses what claims to be too large before it is decoded', async () => {
    for (const [width, height] of [
      [65_000, 65_000],
      [4_294_967_295, 4_294_967_295],
      [1, 31_000],
    ] as const) {
      expect(await refusal(withClaimedSize(photo, width, height))).to.match(
        /^unsafe: the picture (has too many|is too)/,
      );
    }
  });

  it('refuses what moves, and what is coded in another way', async () => {
    const plain = await toHeic(await plainJpeg());

    expect(await refusal(asSequence(plain))).to.match(/^type-not-allowed: moving/);
    for (const codec of ['vvc1', 'unci', 'jpeg']) {
      expect(await refusal(withCodec(plain, codec))).to.equal(
        'type-not-allowed: the picture is coded in an unusual way',
      );
    }
  });

  it('refuses half of one, and one whose pixels are noise', async () => {
    const noise = Buffer.from(photo);
    noise.fill(0x5a, photo.indexOf('mdat') + 8);

    expect(await refusal(photo.subarray(0, photo.length / 2))).to.match(/^unreadable/);
    expect(await refusal(noise)).to.match(/^unreadable/);
  });

  it('drops what follows, and tells so', async () => {
    const { facts, full } = await rebuild(Buffer.concat([photo, Buffer.from('PK\x03\x04 an archive behind')]));

    expect(facts.removed).to.include('trailing-data');
    expect(full.includes('archive')).to.equal(false);
  });
});
