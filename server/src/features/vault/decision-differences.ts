/** What the profile and the document do not agree on: a question to the person, with both values masked (S67). */
import type { Difference, ExtractedFields } from '@senim/contract';
import { namesMatch } from './compare-names.ts';

export interface ComparedProfile {
  readonly name?: string | undefined;
}

const SHOWN_LETTERS = 2;
/** `**********06`: more digits of a personal number would tell birth date and sex (S21). */
const HIDDEN_DIGITS = '**********';

/** `Al••• Sm•••`: enough to know one's own name by. */
const maskName = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => `${[...word].slice(0, SHOWN_LETTERS).join('')}•••`)
    .join(' ');

export const lastTwo = ({ personalNumber, documentNumber }: ExtractedFields): string | undefined => {
  const number = personalNumber ?? documentNumber;
  return number === undefined ? undefined : `${HIDDEN_DIGITS}${number.slice(-2)}`;
};

export const differencesOf = (profile: ComparedProfile, { familyName, givenName }: ExtractedFields): Difference[] => {
  const inDocument = [familyName, givenName].filter((part) => part !== undefined).join(' ');
  if (!profile.name || inDocument === '' || namesMatch(profile.name, inDocument)) return [];
  return [{ field: 'name', profile: maskName(profile.name), document: maskName(inDocument) }];
};
