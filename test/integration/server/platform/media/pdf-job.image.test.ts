/** PDFs are drawn; what is offered first is nothing but the drawings. */
import { expect } from 'chai';
import sharp from 'sharp';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { openPdf } from '../../../../../server/src/platform/media/pdf/pdfium.image.ts';
import { requireTool, runTool } from '../../../../support/installed-tool.ts';
import { type MediaRun, runMedia, testMediaPool } from '../../../../support/media.ts';
import { packedObjects, pdfOf } from '../../../../support/sample-documents.ts';

describe('the PDF job', function () {
  this.timeout(60_000);
  let pool: MediaPool;
  before(() => {
    pool = testMediaPool();
  });
  after(() => pool[Symbol.asyncDispose]());

  const run = (file: Buffer): Promise<MediaRun> => runMedia(pool, { kind: 'pdf' }, file);
  const refusal = async (file: Buffer): Promise<string> => {
    const { answer } = await run(file);
    return answer.outcome === 'refused' ? `${answer.reason}: ${answer.detail}` : 'taken';
  };

  it('makes a safe copy in the size of each page, a thumbnail, and pictures of the pages', async () => {
    const { answer, outputs } = await run(pdfOf({ pages: 3, width: 420, height: 595 }));

    expect(answer).to.deep.include({ outcome: 'done' });
    expect(answer).to.nested.include({ 'facts.pages': 3, 'facts.previewPages': 3 });
    expect(answer)
      .to.nested.include({ 'facts.mediaType': 'application/pdf' })
      .and.have.nested.property('facts.thumbHash');
    expect([...outputs.keys()]).to.deep.equal(['full', 'thumbnail', 'page-1', 'page-2', 'page-3']);
    expect(await sharp(outputs.get('page-1')).metadata()).to.include({ format: 'jpeg', width: 875, height: 1239 });
    expect(await sharp(outputs.get('thumbnail')).metadata()).to.include({ format: 'webp', height: 320 });
    using copy = await openPdf(outputs.get('full') as Buffer);
    expect(copy.pages).to.equal(3);
    expect(await copy.draw(2)).to.include({ width: 420, height: 595 });
  });

  it('draws in the copy what the page shows', async () => {
    const dark = async (file: Buffer): Promise<number> => {
      using document = await openPdf(file);
      const { rgba, pixelWidth, pixelHeight } = await document.draw(0);
      const { channels } = await sharp(rgba, { raw: { width: pixelWidth, height: pixelHeight, channels: 4 } }).stats();
      return 255 - (channels[0]?.mean ?? 255);
    };
    const page = pdfOf({ content: '0 g 0 0 297 842 re f' });

    const { outputs } = await run(page);

    expect(await dark(outputs.get('full') as Buffer)).to.be.closeTo(await dark(page), 1);
  });

  it('leaves no text, author, program, date or name of an object in the copy, and says that properties are gone', async function () {
    requireTool(this, 'exiftool');

    const { answer, outputs } = await run(pdfOf());
    const copy = outputs.get('full') as Buffer;

    const [tags] = JSON.parse((await runTool('exiftool', ['-j', '-G1', '-a', '-u', '-'], copy)).toString());
    expect(Object.keys(tags).filter((tag) => /^(PDF|XMP|ICC|IFD|JFIF)/.test(tag))).to.deep.equal([
      'PDF:PDFVersion',
      'PDF:Linearized',
      'PDF:PageCount',
    ]);
    expect(copy.toString('latin1')).not.to.match(/Canary|\/Info|\/Metadata|\/ID|\/Annots|\/Font|Date/);
    expect(answer).to.nested.include({ 'facts.removed[0]': 'metadata' });
  });

  it('makes the same bytes of the same pages', async () => {
    const [one, other] = [await run(pdfOf({ pages: 2 })), await run(pdfOf({ pages: 2 }))];

    expect(one.outputs.get('full')?.equals(other.outputs.get('full') as Buffer)).to.equal(true);
  });

  it('shows twenty pages at most, and makes no copy of more than a hundred', async () => {
    const many = await run(pdfOf({ pages: 25 }));
    const tooMany = await run(pdfOf({ pages: 101 }));

    expect(many.answer).to.nested.include({ 'facts.pages': 25, 'facts.previewPages': 20 });
    expect([...many.outputs.keys()])
      .to.include.members(['full', 'page-20'])
      .and.not.include('page-21');
    expect(tooMany.answer).to.nested.include({ 'facts.pages': 101, 'facts.previewPages': 20 });
    expect([...tooMany.outputs.keys()])
      .to.include('page-20')
      .and.not.include('full');
    expect(tooMany.answer).to.have.nested.property('facts.removed').that.is.deep.equal([]);
  });

  it('draws pages of any size within twenty megapixels', async () => {
    for (const [width, height] of [
      [14_400, 14_400],
      [1, 100_000_000],
      [0.1, 0.1],
    ] as const) {
      const { outputs } = await run(pdfOf({ width, height, content: '' }));
      const page = await sharp(outputs.get('page-1')).metadata();
      expect(page.width * page.height, `${width}`).to.be.within(1, 20_000_000);
    }
  });

  it('refuses what is encrypted, broken or empty, and says which', async () => {
    expect(await refusal(pdfOf({ pages: 0 }))).to.equal('unreadable: the document has no pages');
    expect(await refusal(Buffer.from('%PDF-1.4\nnothing\n%%EOF'))).to.equal('unreadable: the document is broken');
    expect(await refusal(pdfOf({ width: 0 }))).to.match(/^(taken|unreadable: a page)/);
    const standard =
      '<</Filter/Standard/V 1/R 2/P -4/O(12345678901234567890123456789012)/U(12345678901234567890123456789012)>>';
    expect(await refusal(pdfOf({ trailer: `/ID[(1)(1)]/Encrypt ${standard}` }))).to.equal(
      'unsafe: the document is encrypted',
    );
  });

  it('refuses what hides scripts in packed objects', async () => {
    const script = '6 0 <</S/JavaScript/JS(app.alert(1))>>';

    expect(await refusal(pdfOf({ objects: [packedObjects('6 0 <</Type/Annot>>')] }))).to.equal('taken');
    for (const hidden of [
      packedObjects(script),
      packedObjects('6 0 <</AA<</O<</S/Launch/F(cmd)>>>>>>'),
      packedObjects('6 0 <</XFA 7 0 R>>'),
      packedObjects(script, '/Type /Obj#53tm'),
    ]) {
      expect(await refusal(pdfOf({ objects: [hidden] }))).to.match(/^unsafe: the document has active content/);
    }
    expect(await refusal(pdfOf({ objects: [packedObjects(script, '/Type/ObjStm', '/LZWDecode')] }))).to.match(/hides/);
    expect(await refusal(pdfOf({ objects: [packedObjects(script).replace('stream\nx', 'stream\n!')] }))).to.match(
      /hides/,
    );
  });

  it('is ended within its caps, and the next job runs', async () => {
    await using small = testMediaPool({ size: 1, jobTimeoutMs: 8_000 });
    const slow = pdfOf({ content: '0 0 595 842 re W n 0 0 595 842 re f '.repeat(400_000) });

    const { answer } = await runMedia(small, { kind: 'pdf' }, slow);

    expect(answer).to.include({ outcome: 'refused', reason: 'unreadable' });
    expect((await runMedia(small, { kind: 'pdf' }, pdfOf({ content: '' }))).answer.outcome).to.equal('done');
  });

  it('gives a document no more memory than its cap', async () => {
    const large = pdfOf({ width: 14_400, height: 14_400 });
    using free = await openPdf(large);
    // The decoder complains aloud; in a worker nobody hears it.
    const { error } = console;
    console.error = () => undefined;
    using capped = await openPdf(large, 64 * 1024 * 1024);

    expect((await free.draw(0)).rgba.length).to.be.above(64 * 1024 * 1024);
    const failed = await capped
      .draw(0)
      .then(
        () => undefined,
        (cause: Error) => cause.message,
      )
      .finally(() => {
        console.error = error;
      });
    expect(failed).to.match(/memory/);
  });
});
