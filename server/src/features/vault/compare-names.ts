/** Compares names across scripts: Kazakh and Russian Cyrillic with the Latin letters of a machine-readable zone. */

/** To one plain spelling; where several transliterations are in use they are folded together below. */
const CYRILLIC: Readonly<Record<string, string>> = {
  ...{ а: 'a', ә: 'a', б: 'b', в: 'v', г: 'g', ғ: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'i' },
  ...{ к: 'k', қ: 'q', л: 'l', м: 'm', н: 'n', ң: 'n', о: 'o', ө: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u' },
  ...{ ұ: 'u', ү: 'u', ф: 'f', х: 'h', һ: 'h', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'sh', ъ: '', ы: 'y', і: 'i', ь: '' },
  ...{ э: 'e', ю: 'iu', я: 'ia' },
};

/** Spellings that passports of different years use for one sound; applied in this order. */
const FOLDS: readonly (readonly [RegExp, string])[] = [
  [/shch|sch|ş/g, 'sh'],
  [/kh|x/g, 'h'],
  [/gh/g, 'g'],
  [/tz|ts|c(?!h)/g, 's'],
  [/zh|dzh|dj|j(?=[aeiouy])/g, 'zh'],
  [/q/g, 'k'],
  [/w/g, 'u'],
  [/uu|ou/g, 'u'],
  [/[yj]/g, 'i'],
  [/ie|io(?=[^n]|$)/g, 'e'],
  [/i+/g, 'i'],
  // Cyrillic У between vowels is written u, v or w.
  [/v/g, 'u'],
  [/(.)\1+/g, '$1'],
];

const plain = (word: string): string => {
  const latin = [...word.toLowerCase().normalize('NFC')].map((letter) => CYRILLIC[letter] ?? letter).join('');
  const bare = latin
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ı/g, 'i')
    .replace(/[^\p{L}]/gu, '');
  return FOLDS.reduce((text, [pattern, by]) => text.replace(pattern, by), bare);
};

const wordsOf = (name: string): string[] =>
  name
    .split(/[\s<,.\-–—]+/)
    .map(plain)
    .filter((word) => word !== '');

/** A zone has room for so many letters of a name: a long one is cut there. */
const LEAST_OF_A_CUT_NAME = 5;

const isOne = (one: string, other: string): boolean => {
  if (one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= LEAST_OF_A_CUT_NAME && long.startsWith(short) && long.length - short.length <= 2;
};

/** Every word of the shorter name is one of the longer: in any order, as patronymics and second names are often left out. */
export const namesMatch = (one: string, other: string): boolean => {
  const [few, many] = [wordsOf(one), wordsOf(other)].sort((a, b) => a.length - b.length) as [string[], string[]];
  if (few.length === 0) return many.length === 0;
  const left = [...many];
  return few.every((word) => {
    const at = left.findIndex((each) => isOne(word, each));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
};
