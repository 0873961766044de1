/** Finds the links in a message: http and https only, everything else stays text. */

export interface TextPart {
  readonly text: string;
  readonly href?: string;
}

const LINK = /\bhttps?:\/\/[^\s<>"'«»“”]+/gi;

/** Punctuation at the end of a sentence is not part of its last link; a bracket is, when it was opened within. */
const trimmed = (found: string): string => {
  let link = found;
  for (;;) {
    const last = link.at(-1) ?? '';
    const unbalanced = last === ')' && link.split(')').length > link.split('(').length;
    if (!unbalanced && !'.,;:!?…*_'.includes(last)) return link;
    link = link.slice(0, -1);
  }
};

export const linkify = (text: string): TextPart[] => {
  const parts: TextPart[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(LINK)) {
    const link = trimmed(found);
    if (!URL.canParse(link)) continue;
    if (index > from) parts.push({ text: text.slice(from, index) });
    parts.push({ text: link, href: link });
    from = index + link.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
};
