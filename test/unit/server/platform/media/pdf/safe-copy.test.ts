/** A safe copy is pictures on pages, and nothing else. */
import { expect } from 'chai';
import { writeSafeCopy } from '../../../../../../server/src/platform/media/pdf/safe-copy.ts';

const page = { width: 595.28, height: 841.89, pixelWidth: 10, pixelHeight: 20, jpeg: Buffer.from('picture') };

describe('a safe copy', () => {
  it('points to each of its objects', () => {
    const copy = writeSafeCopy([page, page]).toString('latin1');

    const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(copy)?.[1]);
    expect(copy.startsWith('xref\n0 9\n', table)).to.equal(true);
    const places = [...copy.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, place]) => Number(place));
    expect(places.map((place, index) => copy.startsWith(`${index + 1} 0 obj\n`, place))).to.deep.equal(
      new Array<boolean>(8).fill(true),
    );
  });

  it('has pages of the size of the original, within what readers take', () => {
    expect(writeSafeCopy([page]).toString('latin1')).to.include('/MediaBox[0 0 595.28 841.89]');
    expect(writeSafeCopy([{ ...page, width: 1e9, height: 0.01 }]).toString('latin1')).to.include('[0 0 14400 1]');
  });

  it('knows no names but those that pictures need', () => {
    const names = new Set(
      writeSafeCopy([page])
        .toString('latin1')
        .match(/\/[A-Za-z]+/g),
    );

    expect([...names].sort()).to.deep.equal(
      (
        '/BitsPerComponent /Catalog /ColorSpace /Contents /Count /DCTDecode /DeviceRGB /Filter /Height /Image /Kids /Length ' +
        '/MediaBox /P /Page /Pages /Parent /Resources /Root /Size /Subtype /Type /Width /XObject'
      ).split(' '),
    );
  });
});
