/** Invented people for specimens of identity documents, with the numbers and check digits that theirs would have. */
import type { Chance } from './random.ts';

export interface SpecimenPerson {
  readonly surname: string;
  readonly givenName: string;
  readonly surnameCyrillic: string;
  readonly givenNameCyrillic: string;
  readonly patronymicCyrillic: string;
  readonly sex: 'M' | 'F';
  readonly born: Day;
  readonly expires: Day;
  readonly issued: Day;
  /** Twelve digits, the last of them a check digit. */
  readonly personalNumber: string;
  readonly documentNumber: string;
}

export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const surnames = [
  ['ISKAKOVA', 'ИСКАКОВА'],
  ['NURLANOV', 'НҰРЛАНОВ'],
  ['SEITKALI', 'СЕЙТҚАЛИ'],
  ['PETROVA', 'ПЕТРОВА'],
  ['ABDRAKHMANOV', 'АБДРАХМАНОВ'],
  ['KIM', 'КИМ'],
] as const;
const givenNames = [
  ['AIGERIM', 'ӘЙГЕРІМ'],
  ['DAULET', 'ДӘУЛЕТ'],
  ['MARIA', 'МАРИЯ'],
  ['YERLAN', 'ЕРЛАН'],
  ['ANASTASSIYA', 'АНАСТАСИЯ'],
] as const;
const patronymics = ['СЕРІКҚЫЗЫ', 'ИВАНОВИЧ', 'БОЛАТҰЛЫ', 'ПЕТРОВНА'] as const;

const two = (value: number): string => String(value % 100).padStart(2, '0');
export const shortDay = ({ year, month, day }: Day): string => two(year) + two(month) + two(day);
export const dottedDay = ({ year, month, day }: Day): string => `${two(day)}.${two(month)}.${year}`;

const FIRST_WEIGHTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const SECOND_WEIGHTS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];

/** Of Kazakhstan's individual identification number; undefined where the number is not given out. */
const iinCheckDigit = (digits: string): number | undefined => {
  for (const weights of [FIRST_WEIGHTS, SECOND_WEIGHTS]) {
    const rest = weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0) % 11;
    if (rest < 10) return rest;
  }
  return undefined;
};

const iinOf = (born: Day, sex: 'M' | 'F', chance: Chance): string => {
  const century = (born.year < 2000 ? 3 : 5) + (sex === 'F' ? 1 : 0);
  for (;;) {
    const digits = `${shortDay(born)}${century}${String(chance.whole(0, 9_999)).padStart(4, '0')}`;
    const check = iinCheckDigit(digits);
    if (check !== undefined) return `${digits}${check}`;
  }
};

export const specimenPerson = (chance: Chance): SpecimenPerson => {
  const [surname, surnameCyrillic] = chance.pick(surnames);
  const [givenName, givenNameCyrillic] = chance.pick(givenNames);
  const sex = chance.pick(['M', 'F'] as const);
  const born = { year: chance.whole(1950, 2006), month: chance.whole(1, 12), day: chance.whole(1, 28) };
  const issued = { year: chance.whole(2017, 2025), month: chance.whole(1, 12), day: chance.whole(1, 28) };
  return {
    surname,
    givenName,
    surnameCyrillic,
    givenNameCyrillic,
    patronymicCyrillic: chance.pick(patronymics),
    sex,
    born,
    issued,
    expires: { ...issued, year: issued.year + 10 },
    personalNumber: iinOf(born, sex, chance),
    documentNumber: String(chance.whole(10_000_000, 99_999_999)).padStart(9, '0'),
  };
};
