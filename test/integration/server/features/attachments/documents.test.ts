/** Documents through the front door: what can be had of them, under which name, and what is left when they are destroyed. */
import type { Attachment } from '@senim/contract';
import { expect } from 'chai';
import sharp from 'sharp';
import type { Principal } from '../../../../../server/src/kernel/principal.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { codeOf, type FilesWorld, filesWorld } from '../../../../support/files-world.ts';
import { testMediaPool } from '../../../../support/media.ts';
import { docxOf, pdfOf } from '../../../../support/sample-documents.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

describe('documents', function () {
  this.timeout(60_000);
  let media: MediaPool;
  let world: FilesWorld;
  let alice: Principal;
  let conversation: string;
  before(() => {
    media = testMediaPool();
  });
  after(() => media[Symbol.asyncDispose]());
  beforeEach(async () => {
    world = await filesWorld(media);
    alice = await world.person('visitor');
    conversation = world.conversation('support', [alice]);
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const send = (file: Buffer, name: string): Promise<Response> =>
    world.upload(file, { by: alice, to: conversation, kind: 'file', name });
  const sent = async (file: Buffer, name: string): Promise<Attachment> => {
    const response = await send(file, name);
    expect(response.status, name).to.equal(201);
    return (await response.json()) as Attachment;
  };
  const get = async ({ id }: Attachment, variant: string) => {
    const response = await world.request(`/v1/attachments/${id}/content?variant=${variant}`, { by: alice });
    return { response, bytes: Buffer.from(await response.clone().arrayBuffer()) };
  };

  it('are offered as a safe copy first; the original of a PDF is kept beside it, untouched', async () => {
    const file = pdfOf({ pages: 2 });

    const attachment = await sent(file, 'Договор.pdf');

    expect(attachment).to.deep.include({
      mediaType: 'application/pdf',
      name: 'Договор.pdf',
      pages: 2,
      previewPages: 2,
    });
    expect(attachment).to.deep.include({ original: { mediaType: 'application/pdf', bytes: file.length } });
    expect(attachment.receipt).to.deep.equal({
      removed: ['metadata'],
      originalBytes: file.length,
      storedBytes: attachment.bytes,
    });
    expect((await get(attachment, 'original')).bytes.equals(file)).to.equal(true);
    const copy = await get(attachment, 'full');
    expect(copy.bytes.length).to.equal(attachment.bytes);
    expect(copy.bytes.toString('latin1'))
      .to.match(/^%PDF-/)
      .and.not.match(/Canary/);
  });

  it('are handed out as downloads only, whichever variant', async () => {
    const attachment = await sent(pdfOf(), 'a.pdf');

    for (const [variant, type, name] of [
      ['full', 'application/pdf', 'a.pdf'],
      ['original', 'application/pdf', 'a.pdf'],
      ['thumbnail', 'image/webp', 'thumbnail.webp'],
      ['page-1', 'image/jpeg', 'page-1.jpg'],
    ] as const) {
      const { response } = await get(attachment, variant);
      expect(response.status, variant).to.equal(200);
      expect(response.headers.get('content-type'), variant).to.equal(type);
      expect(response.headers.get('content-disposition'), variant)
        .to.match(/^attachment/)
        .and.include(name);
      expect(response.headers.get('x-content-type-options'), variant).to.equal('nosniff');
      expect(response.headers.get('content-security-policy'), variant).to.match(/sandbox/);
    }
  });

  it('have pictures of their pages, and no page that there is not', async () => {
    const attachment = await sent(pdfOf({ width: 420, height: 595 }), 'a.pdf');

    expect(await sharp((await get(attachment, 'page-1')).bytes).metadata()).to.include({ width: 875, height: 1239 });
    expect(await codeOf((await get(attachment, 'page-2')).response)).to.equal('attachment/not-available');
    expect(await codeOf((await get(attachment, 'page-21')).response)).to.equal('request/invalid');
  });

  it('say that no scanner has looked at them', async () => {
    expect(await sent(pdfOf(), 'a.pdf')).to.include({ scanned: false });
    expect(await sent(Buffer.from('text'), 'a.txt')).to.include({ scanned: false });
  });

  it('are handed out as they came when they have too many pages for a copy', async () => {
    const file = pdfOf({ pages: 101, content: '' });

    const attachment = await sent(file, 'a.pdf');

    expect(attachment).to.include({ pages: 101, previewPages: 20, bytes: file.length });
    expect(attachment).not.to.have.any.keys('original');
    expect((await get(attachment, 'full')).bytes.equals(file)).to.equal(true);
    expect(await codeOf((await get(attachment, 'original')).response)).to.equal('attachment/not-available');
  });

  it('of an office are kept rebuilt only', async () => {
    const attachment = await sent(await docxOf(), 'Договор.docx');

    expect(attachment).to.include({ mediaType: DOCX, name: 'Договор.docx' });
    expect(attachment).not.to.have.any.keys('original', 'pages');
    expect(attachment.receipt?.removed).to.deep.equal(['metadata']);
    expect((await world.rows()).objects.map(({ variant }) => variant)).to.deep.equal(['full']);
  });

  it('under the name of another program get their own', async () => {
    expect(await sent(await docxOf(), 'table.xlsx')).to.include({ mediaType: DOCX, name: 'table.docx' });
  });

  it('of an old format or encrypted are refused, and so are archives, whatever they are called', async () => {
    const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2_000)]);

    expect(await codeOf(await send(old, 'a.docx'))).to.equal('attachment/unsafe');
    expect(await codeOf(await send(old, 'a.doc'))).to.equal('attachment/type-not-allowed');
    for (const name of ['a.zip', 'a.docm', 'a.odt', 'a.jar', 'a.pdf', 'a.txt']) {
      expect(await codeOf(await send(await docxOf(), name)), name).to.equal('attachment/type-not-allowed');
    }
    expect(await world.left()).to.deep.equal({ spool: [], attachments: [], vault: [] });
  });

  it('leave nothing of any variant when they are destroyed', async () => {
    const attachment = await sent(pdfOf({ pages: 3 }), 'a.pdf');
    expect((await world.left()).attachments).to.have.lengthOf(6);

    await world.attachments.destroy([attachment.id]);

    expect((await world.left()).attachments).to.deep.equal([]);
    const { objects, headers } = await world.rows();
    expect([objects, headers]).to.deep.equal([[], []]);
  });
});
