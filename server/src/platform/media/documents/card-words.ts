/** Counts what is printed on Kazakhstan's identity cards and passports, in the words of three languages. */
import { readIin } from '#platform/mrz/iin';

/** Letters of two alphabets that look alike are one. */
const twins: Readonly<Record<string, string>> = {
  А: 'A', Ә: 'A', В: 'B', Е: 'E', Ё: 'E', К: 'K', Қ: 'K', М: 'M', Н: 'H', Ң: 'H', О: 'O', Ө: 'O', Р: 'P', С: 'C',
  Т: 'T', У: 'Y', Ұ: 'Y', Ү: 'Y', Х: 'X', І: 'I', Ғ: 'Г', Й: 'И', '0': 'O', '1': 'I', '|': 'I', Ъ: 'Ь',
}; // biome-ignore format: a row of letters

const plain = (text: string): string => [...text.toUpperCase()].map((letter) => twins[letter] ?? letter).join('');
const letters = (text: string): string => plain(text).replaceAll(/[^\p{L}]/gu, '');

/** Of each group one is enough. */
const groups: Readonly<Record<string, readonly string[]>> = {
  state: ['ҚАЗАҚСТАН РЕСПУБЛИКАСЫ', 'РЕСПУБЛИКА КАЗАХСТАН', 'REPUBLIC OF KAZAKHSTAN'],
  title: ['ЖЕКЕ КУӘЛІК', 'УДОСТОВЕРЕНИЕ ЛИЧНОСТИ', 'IDENTITY CARD', 'ПАСПОРТ / PASSPORT', 'ВИД НА ЖИТЕЛЬСТВО'],
  surname: ['ФАМИЛИЯ', 'SURNAME', 'ТЕГІ'],
  givenName: ['GIVEN NAMES', 'АТЫ / ИМЯ', 'ИМЯ'],
  patronymic: ['ӘКЕСІНІҢ АТЫ', 'ОТЧЕСТВО'],
  birth: ['ТУҒАН КҮНІ', 'ДАТА РОЖДЕНИЯ', 'DATE OF BIRTH'],
  birthPlace: ['ТУҒАН ЖЕРІ', 'МЕСТО РОЖДЕНИЯ', 'PLACE OF BIRTH'],
  nationality: ['НАЦИОНАЛЬНОСТЬ', 'АЗАМАТТЫҒЫ', 'NATIONALITY'],
  authority: ['БЕРГЕН ОРГАН', 'ОРГАН ВЫДАЧИ', 'ISSUING AUTHORITY', 'ІШКІ ІСТЕР МИНИСТРЛІГІ'],
  validity: ['ҚОЛДАНЫЛУ МЕРЗІМІ', 'СРОК ДЕЙСТВИЯ', 'DATE OF EXPIRY'],
  number: ['ЖСН / ИИН'],
};

const SHORT = 6;
const LETTERS_PER_ERROR = 6;

/** Whether a text holds a word but for a few letters, by the least number of edits up to each place. */
const holdsNearly = (text: string, word: string, most: number): boolean => {
  let row = Array.from({ length: word.length + 1 }, (_, index) => index);
  for (const letter of text) {
    const next = [0];
    for (let at = 1; at <= word.length; at++) {
      const same = row[at - 1]! + (word[at - 1] === letter ? 0 : 1);
      next.push(Math.min(same, row[at]! + 1, next[at - 1]! + 1));
    }
    if (next[word.length]! <= most) return true;
    row = next;
  }
  return false;
};

export interface CardWords {
  readonly groups: ReadonlySet<string>;
  /** Of any kind: running text has many. */
  readonly words: number;
}

export const findCardWords = (text: string): CardWords => {
  const words = plain(text)
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word.length > 1);
  const whole = new Set(words);
  const joined = letters(text);
  const found = new Set<string>();
  for (const [group, phrases] of Object.entries(groups)) {
    const isThere = phrases.some((phrase) => {
      const wanted = letters(phrase);
      if (wanted.length < SHORT) return whole.has(wanted);
      return holdsNearly(joined, wanted, Math.floor(wanted.length / LETTERS_PER_ERROR) - (wanted.length < 9 ? 1 : 0));
    });
    if (isThere) found.add(group);
  }
  if ((text.match(/\d{12}/g) ?? []).some((digits) => readIin(digits))) found.add('number');
  return { groups: found, words: words.length };
};
