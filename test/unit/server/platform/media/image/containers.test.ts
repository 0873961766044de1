/** Containers are read without trusting a number in them. */
import { expect } from 'chai';
import fc from 'fast-check';
import { boxesIn, REST } from '../../../../../../server/src/platform/media/image/boxes.ts';
import { isHeif, readHeif } from '../../../../../../server/src/platform/media/image/heif-facts.ts';
import { toPixelTiff } from '../../../../../../server/src/platform/media/image/pixel-tiff.ts';
import { strangeParts } from '../../../../../../server/src/platform/media/image/strange-parts.ts';
import { tiffFacts } from '../../../../../../server/src/platform/media/image/tiff-facts.ts';
import { phoneAvif, phoneTiff, plainJpeg, plainPng, plainWebp } from '../../../../../support/sample-files.ts';

const box = (type: string, content: string | Buffer = ''): Buffer => {
  const bytes = Buffer.concat([Buffer.alloc(4), Buffer.from(type, 'latin1'), Buffer.from(content)]);
  bytes.writeUInt32BE(bytes.length);
  return bytes;
};

/** Changes some bytes, and cuts some off. */
const mutations = (file: Buffer) =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(Math.min(file.length, 1_500) - 1), fc.nat(255)), { maxLength: 12 }),
      fc.nat(file.length),
    )
    .map(([changes, cut]) => {
      const copy = Buffer.from(file.subarray(0, file.length - (cut % 7 === 0 ? cut : 0)));
      for (const [at, byte] of changes) if (at < copy.length) copy[at] = byte;
      return copy;
    });

const answersOrRangeError = (read: () => unknown): void => {
  try {
    read();
  } catch (error) {
    expect(error).to.be.instanceOf(RangeError);
  }
};

describe('boxes', () => {
  it('come in order, and may not reach beyond their surroundings', () => {
    expect([...boxesIn(Buffer.concat([box('ftyp', 'avif'), box('free')]))].map(({ type }) => type)).to.deep.equal([
      'ftyp',
      'free',
    ]);
    expect(() => [...boxesIn(box('mdat', 'abc').subarray(0, -1))]).to.throw(RangeError);
  });

  it('end where no known one follows', () => {
    const [, rest] = boxesIn(Buffer.concat([box('free'), Buffer.from('PK\x03\x04 an archive')]), new Set(['free']));

    expect(rest).to.include({ type: REST });
  });
});

describe('the facts of a file', () => {
  it('of any change of an AVIF are an answer or a RangeError', async () => {
    const file = await phoneAvif();

    expect(isHeif(file)).to.equal(true);
    fc.assert(
      fc.property(mutations(file), (copy) => answersOrRangeError(() => readHeif(copy))),
      { numRuns: 500 },
    );
  });

  it('of any change of a TIFF are an answer or a RangeError', async () => {
    const file = await phoneTiff();

    fc.assert(
      fc.property(mutations(file), (copy) => answersOrRangeError(() => tiffFacts(copy))),
      { numRuns: 500 },
    );
  });

  it('of pixels put into a TIFF are one picture and nothing else', () => {
    const rows = Array.from({ length: 70 }, () => new Uint8Array(15));
    const file = toPixelTiff({ width: 5, height: 70, channels: 3, rows });

    expect(tiffFacts(file)).to.deep.equal({
      pictures: 1,
      hasThumbnail: false,
      hasMetadata: false,
      hasTrailingData: false,
    });
  });
});

describe('a rebuilt file', () => {
  it('may have the parts that pixels need', async () => {
    expect(strangeParts(await plainJpeg(), 'image/jpeg')).to.deep.equal([]);
    expect(strangeParts(await plainWebp(), 'image/webp')).to.deep.equal([]);
  });

  it('may have nothing else, and nothing behind it', async () => {
    const jpeg = await plainJpeg();
    const comment = Buffer.concat([jpeg.subarray(0, 2), Buffer.from('\xff\xfe\0\x06text', 'latin1'), jpeg.subarray(2)]);
    const webp = await plainWebp();
    const tail = Buffer.from('PK\x03\x04');

    expect(strangeParts(comment, 'image/jpeg')).to.deep.equal(['segment fe']);
    expect(strangeParts(Buffer.concat([jpeg, tail]), 'image/jpeg')).to.deep.equal(['trailing data']);
    // The encoder’s own density.
    expect(strangeParts(await plainPng(), 'image/png')).to.deep.equal(['chunk pHYs']);
    expect(strangeParts(Buffer.concat([webp, tail]), 'image/webp')).to.deep.equal(['trailing data']);
  });
});
