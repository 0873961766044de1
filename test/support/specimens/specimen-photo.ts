/** Specimens as they are photographed: pasted on a background, scaled, turned, under grain, and compressed. */
import sharp from 'sharp';
import { cardBack, cardFront, type Drawing, passportPage } from './drawn-documents.ts';
import { specimenPerson } from './person.ts';
import { type Chance, chanceFrom } from './random.ts';

export const specimenKinds = ['card-front', 'card-back', 'passport-page'] as const;
export type SpecimenKind = (typeof specimenKinds)[number];

export interface SpecimenPhoto {
  readonly kind: SpecimenKind;
  readonly jpeg: Buffer;
}

const drawings = { 'card-front': cardFront, 'card-back': cardBack, 'passport-page': passportPage } as const;

const MOST_DEGREES = 8;
const JPEG_QUALITY = 60;

/** Soft shapes under stripes: a table, a cloth. */
const background = (width: number, height: number, chance: Chance): Buffer => {
  const data = Buffer.alloc(width * height * 3);
  const base = [chance.between(50, 210), chance.between(50, 210), chance.between(50, 210)];
  const [long, short] = [chance.between(90, 600), chance.between(6, 40)];
  const [turn, strength] = [chance.between(0, Math.PI), chance.between(2, 16)];
  const [alongX, alongY] = [Math.cos(turn), Math.sin(turn)];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const along = x * alongX + y * alongY;
      const light = 25 * Math.sin(along / long) + strength * Math.sin(along / short + 3 * Math.sin(y / 170));
      for (let channel = 0; channel < 3; channel++) {
        data[at + channel] = Math.max(0, Math.min(255, (base[channel] ?? 0) + light));
      }
    }
  }
  return data;
};

const addGrain = (data: Buffer, strength: number, chance: Chance): void => {
  for (let at = 0; at < data.length; at++) {
    data[at] = Math.max(
      0,
      Math.min(255, (data[at] ?? 0) + strength * (chance.unit() + chance.unit() + chance.unit() - 1.5)),
    );
  }
};

const drawn = async ({ svg, width }: Drawing, wanted: number, degrees: number): Promise<Buffer> => {
  // Elsewhere in a process of tests the decoder of the server closes this door.
  sharp.unblock({ operation: ['VipsForeignLoadSvgBuffer'] });
  const flat = await sharp(Buffer.from(svg), { density: (72 * wanted) / width })
    .png()
    .toBuffer();
  return sharp(flat).rotate(degrees, { background: '#00000000' }).png().toBuffer();
};

/** @param picture what it lies on; drawn when there is none. */
export const specimenPhoto = async (kind: SpecimenKind, seed: number, picture?: Buffer): Promise<SpecimenPhoto> => {
  const chance = chanceFrom(seed);
  const width = chance.pick([1_280, 1_600, 2_048, 3_000, 4_000]);
  const height = Math.round(width * 0.75);
  const cover = chance.between(0.45, 0.85);
  const degrees = chance.between(-MOST_DEGREES, MOST_DEGREES);
  const card = await drawn(drawings[kind](specimenPerson(chance), chance), Math.round(width * cover), degrees);
  const { width: cardWidth = 0, height: cardHeight = 0 } = await sharp(card).metadata();
  const under = picture
    ? await sharp(picture)
        .rotate()
        .resize(width, height, { fit: 'cover' })
        .toColourspace('srgb')
        .removeAlpha()
        .raw()
        .toBuffer()
    : background(width, height, chance);
  const left = Math.round((width - cardWidth) * chance.unit());
  const top = Math.round((height - cardHeight) * chance.unit());
  const data = await sharp(under, { raw: { width, height, channels: 3 } })
    .composite([{ input: card, left, top }])
    .removeAlpha()
    .raw()
    .toBuffer();
  addGrain(data, chance.between(6, 24), chance);
  const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
  return { kind, jpeg };
};
