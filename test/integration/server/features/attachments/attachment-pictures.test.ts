/** Pictures of every kind through both doors: taken as what everybody can see, or refused in words that help. */
import type { Attachment } from '@senim/contract';
import { expect } from 'chai';
import type { Principal } from '../../../../../server/src/kernel/principal.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { type FilesWorld, filesWorld } from '../../../../support/files-world.ts';
import { requireTool } from '../../../../support/installed-tool.ts';
import { testMediaPool } from '../../../../support/media.ts';
import * as samples from '../../../../support/sample-files.ts';
import { asSequence, toHeic } from '../../../../support/sample-heic.ts';
import { waitUntil } from '../../../../support/wait-until.ts';

describe('pictures', function () {
  this.timeout(60_000);
  let media: MediaPool;
  let world: FilesWorld;
  let alice: Principal;
  let conversation: string;
  let heic: Buffer;
  before(async function () {
    requireTool(this, 'heif-enc');
    media = testMediaPool();
    heic = await toHeic(await samples.phonePhoto({ width: 320, height: 240 }));
  });
  after(() => media?.[Symbol.asyncDispose]());
  beforeEach(async () => {
    world = await filesWorld(media);
    alice = await world.person('visitor');
    conversation = world.conversation('support', [alice]);
  });
  afterEach(() => world[Symbol.asyncDispose]());

  it('of phones and scanners are taken as photos, with a receipt', async () => {
    for (const [file, name, mediaType] of [
      [heic, 'IMG_1.HEIC', 'image/jpeg'],
      [await samples.phoneAvif(), 'photo.avif', 'image/jpeg'],
      [await samples.phoneTiff(), 'scan.tif', 'image/png'],
      [await samples.animatedGif(), 'wave.gif', 'image/webp'],
      [await samples.animatedPng(), 'wave.png', 'image/png'],
    ] as const) {
      const response = await world.upload(file, { by: alice, to: conversation, name });
      const attachment = (await response.json()) as Attachment;

      expect(attachment, name).to.include({ status: 'available', mediaType });
      expect(attachment.receipt, name).to.include({ originalBytes: file.length, storedBytes: attachment.bytes });
    }
  });

  it('of all these kinds are taken as identity documents', async () => {
    for (const file of [heic, await samples.phoneAvif(), await samples.phoneTiff(), await samples.animatedGif()]) {
      expect((await world.handOver(file, { by: alice, to: conversation, name: 'card' })).status).to.equal(201);
    }
  });

  it('of other kinds are refused with what is taken instead, and nothing is kept', async () => {
    const jxl = Buffer.from('0000000c4a584c200d0a870a00000014667479706a786c20000000006a786c20', 'hex');
    for (const [file, name, words] of [
      [jxl, 'photo.jxl', /JPEG, PNG, WebP, GIF, AVIF, HEIC and TIFF/],
      [samples.svg(), 'photo.svg', /JPEG, PNG, WebP, GIF, AVIF, HEIC and TIFF/],
      [asSequence(await samples.phoneAvif()), 'film.avif', /still picture/],
      [await samples.tiffOfPages(3), 'fax.tif', /several pages .* PDF/],
    ] as const) {
      const response = await world.upload(file, { by: alice, to: conversation, name });
      const problem = (await response.json()) as { code: string; detail: string };

      expect([response.status, problem.code], name).to.deep.equal([415, 'attachment/type-not-allowed']);
      expect(problem.detail, name).to.match(words);
    }
    await waitUntil('the spool is empty', async () => (await world.left()).spool.length === 0);
    expect(await world.left()).to.deep.equal({ spool: [], attachments: [], vault: [] });
  });
});
