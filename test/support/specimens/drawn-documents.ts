/** Drawings of documents that nobody has: the two sides of an identity card, and the page of a passport. */
import { dottedDay, type SpecimenPerson } from './person.ts';
import type { Chance } from './random.ts';
import { td1Lines, td3Lines } from './zone-lines.ts';

export interface Drawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

interface Text {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly text: string;
  readonly family?: string;
  /** The text is stretched to it. */
  readonly length?: number;
}

const SANS = 'DejaVu Sans';
const ZONE = 'OCR B';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const draw = ({ x, y, size, text, family = SANS, length }: Text): string =>
  `<text x="${x}" y="${y}" font-family="${family}" font-size="${size}" fill="#1d1d28"` +
  `${length ? ` textLength="${length}"` : ''}>${escaped(text)}</text>`;

/** Fine lines under the print, as on real ones. */
const guilloche = (width: number, height: number, chance: Chance): string => {
  const [hue, light] = [chance.whole(0, 359), chance.whole(84, 93)];
  const waves = Array.from({ length: 26 }, (_, index) => {
    const y = (index * height) / 25;
    const rise = chance.between(10, 40);
    return `<path d="M0 ${y} Q${width / 4} ${y - rise} ${width / 2} ${y} T${width} ${y}" fill="none" stroke="hsl(${hue} 40% ${light - 9}%)"/>`;
  });
  return `<rect width="100%" height="100%" rx="30" fill="hsl(${hue} 35% ${light}%)"/>${waves.join('')}`;
};

const portrait = (x: number, y: number, width: number, height: number): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="#b9bfc6"/>` +
  `<ellipse cx="${x + width / 2}" cy="${y + height * 0.4}" rx="${width * 0.22}" ry="${height * 0.24}" fill="#7d6a5c"/>` +
  `<rect x="${x + width * 0.15}" y="${y + height * 0.68}" width="${width * 0.7}" height="${height * 0.32}" fill="#3c4656"/>`;

const drawing = (width: number, height: number, parts: readonly string[]): Drawing => ({
  svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${parts.join('')}</svg>`,
  width,
  height,
});

/** Labels with what stands below each. */
const fields = (x: number, top: number, step: number, rows: readonly (readonly [string, string])[]): string =>
  rows
    .flatMap(([label, value], index) => [
      draw({ x, y: top + index * step, size: 17, text: label }),
      draw({ x, y: top + index * step + 32, size: 27, text: value }),
    ])
    .join('');

/** Eight pixels are a millimetre of paper in a card of 85.6 × 54 mm, scaled up. */
export const cardFront = (person: SpecimenPerson, chance: Chance): Drawing => {
  const [width, height] = [1011, 638];
  return drawing(width, height, [
    guilloche(width, height, chance),
    draw({ x: 60, y: 62, size: 27, text: 'ҚАЗАҚСТАН РЕСПУБЛИКАСЫ' }),
    draw({ x: 560, y: 62, size: 27, text: 'РЕСПУБЛИКА КАЗАХСТАН' }),
    draw({ x: 60, y: 108, size: 29, text: 'ЖЕКЕ КУӘЛІК' }),
    draw({ x: 420, y: 108, size: 29, text: 'УДОСТОВЕРЕНИЕ ЛИЧНОСТИ' }),
    portrait(56, 150, 260, 340),
    fields(350, 160, 76, [
      ['ТЕГІ / ФАМИЛИЯ', person.surnameCyrillic],
      ['АТЫ / ИМЯ', person.givenNameCyrillic],
      ['ӘКЕСІНІҢ АТЫ / ОТЧЕСТВО', person.patronymicCyrillic],
      ['ТУҒАН КҮНІ / ДАТА РОЖДЕНИЯ', dottedDay(person.born)],
    ]),
    draw({ x: 56, y: 560, size: 22, text: 'ЖСН / ИИН' }),
    draw({ x: 230, y: 565, size: 40, text: person.personalNumber }),
  ]);
};

export const cardBack = (person: SpecimenPerson, chance: Chance): Drawing => {
  const [width, height] = [1011, 638];
  return drawing(width, height, [
    guilloche(width, height, chance),
    draw({ x: 60, y: 70, size: 22, text: `№ ${person.documentNumber}` }),
    fields(60, 120, 78, [
      ['ТУҒАН ЖЕРІ / МЕСТО РОЖДЕНИЯ', 'АЛМАТЫ ОБЛЫСЫ'],
      ['ҰЛТЫ / НАЦИОНАЛЬНОСТЬ', 'ҚАЗАҚ'],
      ['БЕРГЕН ОРГАН / ОРГАН ВЫДАЧИ', 'ҚР ІШКІ ІСТЕР МИНИСТРЛІГІ'],
    ]),
    draw({ x: 560, y: 300, size: 22, text: `${dottedDay(person.issued)} - ${dottedDay(person.expires)}` }),
    ...td1Lines(person).map((text, index) =>
      draw({ x: 55, y: 452 + index * 70, size: 42, text, family: ZONE, length: 900 }),
    ),
  ]);
};

export const passportPage = (person: SpecimenPerson, chance: Chance): Drawing => {
  const [width, height] = [1476, 1039];
  return drawing(width, height, [
    guilloche(width, height, chance),
    draw({ x: 70, y: 80, size: 34, text: 'ПАСПОРТ / PASSPORT   ҚАЗАҚСТАН РЕСПУБЛИКАСЫ / REPUBLIC OF KAZAKHSTAN' }),
    portrait(70, 150, 390, 500),
    fields(510, 170, 92, [
      ['ТЕГІ / SURNAME', `${person.surnameCyrillic} / ${person.surname}`],
      ['АТЫ / GIVEN NAMES', `${person.givenNameCyrillic} / ${person.givenName}`],
      ['АЗАМАТТЫҒЫ / NATIONALITY', 'ҚАЗАҚСТАН / KAZAKHSTAN'],
      ['ТУҒАН КҮНІ / DATE OF BIRTH', dottedDay(person.born)],
      ['БЕРІЛГЕН КҮНІ / DATE OF ISSUE', dottedDay(person.issued)],
      ['ҚОЛДАНЫЛУ МЕРЗІМІ / DATE OF EXPIRY', dottedDay(person.expires)],
      ['ЖСН / ID NO.', person.personalNumber],
    ]),
    ...td3Lines(person).map((text, index) =>
      draw({ x: 62, y: 900 + index * 75, size: 44, text, family: ZONE, length: 1_350 }),
    ),
  ]);
};
