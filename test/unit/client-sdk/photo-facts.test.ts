/** What a picture says of itself, read from real encoders' files. */
import { expect } from 'chai';
import sharp from 'sharp';
import { readPhotoFacts } from '../../../client-sdk/src/attachments/photo-facts.ts';
import {
  animatedGif,
  phonePhoto,
  plainJpeg,
  plainPng,
  plainWebp,
  pngWithErasedHalf,
  svg,
} from '../../support/sample-files.ts';

describe('client-sdk: facts of a photo', () => {
  it('finds place, camera and size in a phone’s JPEG, and nothing in a plain one', async () => {
    const phone = readPhotoFacts(await phonePhoto({ width: 300, height: 200 }));
    const plain = readPhotoFacts(await plainJpeg(64, 48));

    expect(phone?.carries).to.include.members(['location', 'camera', 'metadata']);
    expect(phone).to.include({ type: 'image/jpeg', width: 300, height: 200, hasAlpha: false });
    expect(plain?.carries).to.deep.equal([]);
  });

  it('finds metadata and transparency in PNG and WebP', async () => {
    const withExif = { IFD0: { Make: 'Canary' } };
    const webp = await sharp(await plainPng(30, 20))
      .ensureAlpha(0.5)
      .withExif(withExif)
      .webp()
      .toBuffer();

    expect(readPhotoFacts(await pngWithErasedHalf())).to.deep.include({ carries: ['metadata'], hasAlpha: true });
    expect(readPhotoFacts(await plainPng(30, 20))).to.deep.include({
      width: 30,
      height: 20,
      carries: [],
      hasAlpha: false,
    });
    expect(readPhotoFacts(webp)).to.deep.include({ width: 30, height: 20, carries: ['metadata'], hasAlpha: true });
  });

  it('leaves alone what moves, what is no such picture, and what it does not understand', async () => {
    const gif = await animatedGif();
    const moving = await sharp(gif, { animated: true }).webp({ loop: 0 }).toBuffer();
    const files = [gif, moving, await plainWebp(), svg(), Buffer.alloc(0), Buffer.from('PNG')];

    expect(files.map((file) => readPhotoFacts(file))).to.deep.equal(files.map(() => undefined));
  });

  it('says something sensible, or nothing, of any beginning of a file', async () => {
    for (const file of [await phonePhoto({ width: 60, height: 40 }), await pngWithErasedHalf()]) {
      for (let length = 0; length < Math.min(file.length, 4_000); length += 7) {
        const facts = readPhotoFacts(file.subarray(0, length));
        if (facts) expect(facts.width).to.be.within(1, 100);
      }
    }
  });
});
