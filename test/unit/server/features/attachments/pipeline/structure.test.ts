/** Text that is nothing but text, and PDFs that are one document and do nothing by themselves. */
import { expect } from 'chai';
import { findPdfFault } from '../../../../../../server/src/features/attachments/pipeline/pdf-structure.ts';
import { looksLikeText, TextChecker } from '../../../../../../server/src/features/attachments/pipeline/plain-text.ts';
import { plainPdf } from '../../../../../support/sample-files.ts';

const inPieces = async function* (bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
};

const isText = (bytes: Buffer, size = 7): boolean => {
  const checker = new TextChecker();
  for (let at = 0; at < bytes.length; at += size) {
    if (!checker.accepts(bytes.subarray(at, at + size))) return false;
  }
  return checker.accepts(new Uint8Array(0), true);
};

describe('plain text', () => {
  it('is any UTF-8 without controls, wherever it is cut', () => {
    expect(isText(Buffer.from('Сәлем, әлем! 👋\r\n\tтабуляция'), 1)).to.equal(true);
    expect(isText(Buffer.from('\ufeffwith a mark'))).to.equal(true);
    expect(isText(Buffer.from('From my side: 1 < 2'))).to.equal(true);
    expect(looksLikeText(Buffer.from('я').subarray(0, 1))).to.equal(true);
  });

  it('is not what begins like something else, or holds what no text holds', () => {
    for (const text of ['<html>', '  \n<svg>', '\ufeff<?xml', '{\\rtf1', '#!/bin/sh', '[InternetShortcut]', '%!PS']) {
      expect(isText(Buffer.from(text)), text).to.equal(false);
    }
    for (const text of ['a\0', 'a\u001b[31m', 'a\u0085']) expect(isText(Buffer.from(text)), text).to.equal(false);
    expect(isText(Buffer.from([0x61, 0xc3]))).to.equal(false);
    expect(isText(Buffer.from('abc', 'utf16le'))).to.equal(false);
  });
});

describe('PDFs', () => {
  const fault = (bytes: Buffer, size = 64): Promise<string | undefined> => findPdfFault(inPieces(bytes, size));

  it('are fine from the first byte to the last', async () => {
    expect(await fault(plainPdf())).to.equal(undefined);
    expect(await fault(Buffer.concat([plainPdf(), Buffer.from('\r\n\0\0 ')]))).to.equal(undefined);
    expect(await fault(plainPdf('/LaunchPad /OpenAction'))).to.equal(undefined);
  });

  it('are found out wherever the pieces cut a name', async () => {
    const active = plainPdf('<</S/JavaScript/JS(x)>>');

    for (let size = 8; size < 90; size++) expect(await fault(active, size), `${size}`).to.match(/active/);
  });

  it('are not encrypted, and reach for no other file', async () => {
    expect(await fault(plainPdf('/Encrypt 9 0 R'))).to.equal('the document is encrypted');
    expect(await fault(plainPdf('/EncryptMetadata false'))).to.equal(undefined);
    for (const name of ['GoToR', 'GoToE', 'Rendition', 'SubmitForm', '#4caunch']) {
      expect(await fault(plainPdf(`<</S/${name}/F(a)>>`)), name).to.match(/active/);
    }
  });

  it('are of no other format as well', async () => {
    const page = plainPdf('<</Length 9>>stream\n--><html><script>1</script>\nendstream');
    const disk = Buffer.concat([plainPdf().subarray(0, -7), Buffer.alloc(40_000, 32), Buffer.from('%%EOF\n')]);
    const tape = Buffer.from(disk);
    disk.write('CD001', 32_769);
    tape.write('ustar', 257);

    for (const file of [page, disk, tape]) expect(await fault(file, 1_000)).to.match(/another format/);
    for (const mark of ['Rar!\x1a\x07', '7z\xbc\xaf\x27\x1c']) {
      const archive = plainPdf(mark);
      for (let size = 8; size < 40; size++) expect(await fault(archive, size), `${size}`).to.match(/archive/);
    }
    expect(await fault(plainPdf('(1 < 2, <b> and <tablecloth>) Tj'))).to.equal(undefined);
  });

  it('begin at their start and stop at their end', async () => {
    expect(await fault(Buffer.concat([Buffer.from('junk'), plainPdf()]))).to.match(/begin/);
    expect(await fault(plainPdf().subarray(0, -10))).to.match(/stop/);
    expect(await fault(Buffer.concat([plainPdf(), Buffer.from('<html>')]))).to.match(/stop/);
  });
});
