/** The writing over a picture. */
import { expect } from 'chai';
import { strokesOf } from '../../../../../../server/src/platform/media/look/stroke-letters.ts';
import { writeOver } from '../../../../../../server/src/platform/media/look/watermark.ts';

const grey = (width: number, height: number) => ({ rgba: new Uint8Array(width * height * 4).fill(128), width, height });

describe('the writing over a picture', () => {
  it('has a letter of its own for every letter of Kazakh, Russian and English, and for digits', () => {
    const letters = 'АӘБВГҒДЕЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ0123456789-.:/·';
    const drawings = [...letters].map((letter) => JSON.stringify(strokesOf(letter)));

    expect(new Set(drawings).size).to.equal(drawings.length);
    expect(drawings).not.to.include(JSON.stringify(strokesOf('漢')));
    for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZÉŞ') expect(strokesOf(letter)).not.to.deep.equal(strokesOf('漢'));
  });

  it('is light on dark and dark on light', () => {
    for (const [shade, changes] of [
      [0, (value: number) => value > 40],
      [255, (value: number) => value < 200],
    ] as const) {
      const pixels = { ...grey(400, 300), rgba: new Uint8Array(400 * 300 * 4).fill(shade) };
      writeOver(pixels, 'Vera');
      expect(pixels.rgba.some((value, at) => at % 4 === 0 && changes(value))).to.equal(true);
    }
  });

  it('fits pictures of any size', () => {
    for (const [width, height] of [
      [1, 1],
      [3, 900],
      [1600, 2],
    ] as const)
      writeOver(grey(width, height), 'Vera · 1');
  });
});
