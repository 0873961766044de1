/** Whether what was read is an identity document, may be one, or is none. */
import { findCardWords } from './card-words.ts';
import { findZone } from './zone-in-text.ts';

export const documentVerdicts = ['document', 'suspected', 'none'] as const;
export type DocumentVerdict = (typeof documentVerdicts)[number];

const GROUPS_OF_DOCUMENT = 3;
const GROUPS_OF_SUSPICION = 2;
/** A card has fewer words; a contract that names the same things has more, and asks for more of them. */
const MOST_WORDS_OF_CARD = 150;
const GROUPS_IN_RUNNING_TEXT = 6;

export const judgeZone = (text: string): DocumentVerdict =>
  ({ checked: 'document', alike: 'suspected', none: 'none' })[findZone(text)] as DocumentVerdict;

export const judgeWords = (text: string): DocumentVerdict => {
  const zone = judgeZone(text);
  if (zone !== 'none') return zone;
  const { groups, words } = findCardWords(text);
  if (words > MOST_WORDS_OF_CARD) return groups.size >= GROUPS_IN_RUNNING_TEXT ? 'suspected' : 'none';
  // Labels alone are those of a form.
  const isNamed = groups.has('title') || groups.has('state');
  if (groups.size >= GROUPS_OF_DOCUMENT && isNamed) return 'document';
  return groups.size >= GROUPS_OF_SUSPICION ? 'suspected' : 'none';
};
