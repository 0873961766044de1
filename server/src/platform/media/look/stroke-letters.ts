/** Letters as strokes, so that a watermark needs no font of the system; Latin, Cyrillic and Kazakh capitals. */

export interface Point {
  readonly x: number;
  readonly y: number;
}
export type Stroke = readonly Point[];

/** A letter is 4 units wide and 6 high, with a tail of 1 below; its neighbour begins so many units later. */
export const LETTER_ADVANCE = 6;
export const LETTER_HEIGHT = 6;

/** Each pair of digits is a point, x and y from the upper left; a space lifts the pen. */
// biome-ignore format: rows of letters
const DRAWN: Readonly<Record<string, string>> = {
  A: '0602204246 0444', B: '06003041423303 3344453606', C: '4130100105163645', D: '06002042442606', E: '40000646 0333',
  F: '400006 0333', G: '41301001051636454323', H: '0006 4046 0343', I: '1030 2026 1636', J: '4045361605', K: '0006 400346',
  L: '000646', M: '0600234046', N: '06004640', O: '100105163645413010', P: '06003041423303', Q: '100105163645413010 2446',
  R: '06003041423303 2346', S: '413010010213334445361605', T: '0040 2026', U: '000516364540', V: '002640',
  W: '0016233640', X: '0046 4006', Y: '002340 2326', Z: '00400646',
  0: '100105163645413010 1531', 1: '012026 0646', 2: '01103041420646', 3: '004022324345361605', 4: '36300444',
  5: '4000023243453606', 6: '30100105163645443303', 7: '004016', 8: '103041423313020110 1304051636454433',
  9: '16364541301001021343',
  '-': '0343', '.': '2526', ':': '2122 2526', '/': '4006', '·': '2323', "'": '2021', _: '0646', '?': '01103041422324 2626',
  Б: '4000063645443303', Г: '400006', Д: '07064647 1612203036', Ж: '2026 0046 4006', З: '01103041423323 334445361605',
  И: '00064046', Й: '00064046 1030', Л: '061511204046', П: '06004046', Ф: '2026 113142433414030211', Ц: '00064647 3036',
  Ч: '00021343 4046', Ш: '00064640 2026', Щ: '00064647 2026 4046', Ъ: '0010163645443313', Ы: '00061625241303 4046',
  Ь: '00063645443303', Э: '0110304145361605 2343', Ю: '0006 0313 201115263645413020', Я: '46401001021343 2306',
  Ә: '01103041453616050343', Ғ: '400006 0323', Қ: '0006 40034647', Ң: '0006 0343 4047', Ө: '100105163645413010 0343',
  У: '0023 4016', Ұ: '002340 2326 1434', Ү: '002340 2326', Һ: '0006 03334446',
};

/** Cyrillic letters of the shape of Latin ones. */
// biome-ignore format: pairs
const SAME: Readonly<Record<string, string>> = {
  А: 'A', В: 'B', Е: 'E', К: 'K', М: 'M', Н: 'H', О: 'O', Р: 'P', С: 'C', Т: 'T', Х: 'X', І: 'I', Ё: 'E',
};

const UNKNOWN = '?';

const toStrokes = (drawn: string): readonly Stroke[] =>
  drawn
    .split(' ')
    .map((stroke) => Array.from(stroke.matchAll(/../g), ([pair]) => ({ x: Number(pair[0]), y: Number(pair[1]) })));

const plainLetter = (letter: string): string => {
  if (DRAWN[letter] !== undefined || letter === 'Ё') return letter;
  const bare = letter.normalize('NFD')[0] ?? letter;
  return SAME[bare] === undefined && DRAWN[bare] === undefined ? letter : bare;
};

/** The strokes of one capital letter, digit or mark; a question mark for what is not drawn here, nothing for a space. */
export const strokesOf = (letter: string): readonly Stroke[] => {
  if (letter === ' ') return [];
  const plain = plainLetter(letter);
  return toStrokes(DRAWN[SAME[plain] ?? plain] ?? (DRAWN[UNKNOWN] as string));
};
