/** What the receipt says was removed. */
import { expect } from 'chai';
import fc from 'fast-check';
import { exifFacts } from '../../../../../server/src/platform/media/image/exif-facts.ts';
import { hasTrailingData } from '../../../../../server/src/platform/media/image/image-end.ts';
import { imageRemovals } from '../../../../../server/src/platform/media/image/image-removals.ts';
import { voiceRemovals } from '../../../../../server/src/platform/media/voice/voice-removals.ts';

/** A little-endian block with one folder; each tag's value stands in its entry. */
const exif = (tags: Record<number, number>, next = 0): Buffer => {
  const entries = Object.entries(tags);
  const bytes = Buffer.alloc(8 + 2 + entries.length * 12 + 4 + 100);
  bytes.write('II*\0', 'latin1');
  bytes.writeUInt32LE(8, 4);
  bytes.writeUInt16LE(entries.length, 8);
  for (const [at, [tag, value]] of entries.entries()) {
    bytes.writeUInt16LE(Number(tag), 10 + at * 12);
    bytes.writeUInt32LE(value, 10 + at * 12 + 8);
  }
  bytes.writeUInt32LE(next, 10 + entries.length * 12);
  return bytes;
};
const none = { hasLocation: false, hasCamera: false, hasThumbnail: false };

describe('EXIF', () => {
  it('is read in both byte orders, with and without its name', () => {
    const block = exif({ 271: 1 });

    expect(exifFacts(block)).to.deep.equal({ ...none, hasCamera: true });
    expect(exifFacts(Buffer.concat([Buffer.from('Exif\0\0'), block]))).to.deep.equal({ ...none, hasCamera: true });
  });

  it('has a place when there is more than the version of its folder, or the folder is broken', () => {
    expect(exifFacts(exif({ 34853: 100_000 })).hasLocation).to.equal(true);
    expect(exifFacts(exif({ 256: 5 })).hasLocation).to.equal(false);
  });

  it('of any bytes gives an answer', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void exifFacts(bytes)));
  });
});

describe('what follows a picture', () => {
  it('is looked for in any bytes without failing', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('jpeg', 'png', 'webp', 'gif', 'x'),
        (bytes, format) => {
          expect(hasTrailingData(Buffer.from(bytes), format)).to.be.a('boolean');
        },
      ),
    );
  });
});

describe('the receipt of a picture', () => {
  const extras = { format: 'x' };
  const file = Buffer.alloc(0);

  it('names a place in EXIF, XMP, IPTC, or EXIF written as text', () => {
    const asText = exif({ 34853: 100_000 }).toString('hex');
    for (const found of [
      { exif: exif({ 34853: 100_000 }) },
      { xmp: Buffer.from('<exif:GPSLatitude>43,14N</exif:GPSLatitude>') },
      { iptc: Buffer.from([0x1c, 0x02, 0x5a, 0, 1, 0x41]) },
      { comments: [{ keyword: 'Raw profile type exif', text: `\nexif\n  ${asText.length / 2}\n${asText}` }] },
    ]) {
      expect(imageRemovals(file, { ...extras, ...found })).to.include('location');
    }
  });

  it('is empty for a picture that had nothing', () => {
    expect(imageRemovals(file, extras)).to.deep.equal([]);
  });
});

describe('the receipt of a voice message', () => {
  it('names tags, a place and a cover, and not what encoders write about themselves', () => {
    expect(voiceRemovals({ raw: { vendor: 'Lavf', encoder: 'x' } })).to.deep.equal([]);
    expect(voiceRemovals({ raw: { TIT2: 'x' } })).to.deep.equal(['tags']);
    expect(voiceRemovals({ raw: { '©xyz': '+43+76/' } })).to.deep.equal(['location', 'tags']);
    expect(
      voiceRemovals({ images: [{ data: new Uint8Array(1), mimeType: 'image/png', kind: 'coverFront' }] }),
    ).to.deep.equal(['cover-art']);
  });
});
