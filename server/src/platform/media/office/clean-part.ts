/** Reads one XML part of an office document to its end, and writes it without what tells of people and computers. */
import { ActiveContentFinder } from './active-content.ts';
import { broken } from './office-fault.ts';
import { decodeXml, readXml, type XmlTag } from './xml-reader.ts';

/** Element to the attributes that are emptied: where the file lay, and the accounts behind the names of authors. */
const TELLING: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  absPath: { url: '' },
  fileSharing: { userName: '' },
  person: { userId: 'None', providerId: 'None' },
  author: { userId: 'None', providerId: 'None' },
};

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const withAttribute = (tag: string, name: string, change: (whole: string) => string): string =>
  tag.replace(new RegExp(`\\s+${name.replace(/[.\\-]/g, '\\$&')}\\s*=\\s*("[^"]*"|'[^']*')`), change);

const emptied = (raw: string, tag: XmlTag): string => {
  const telling = Object.hasOwn(TELLING, tag.local) ? (TELLING[tag.local] ?? {}) : {};
  return tag.attributes.reduce((text, { name, local }) => {
    const value = telling[local];
    return value === undefined ? text : withAttribute(text, name, () => ` ${name}="${value}"`);
  }, raw);
};

/** An element that refers to a part that is left out: the page settings lose the reference, others are nothing else. */
const withoutReference = (raw: string, tag: XmlTag, gone: ReadonlySet<string>): string => {
  const reference = tag.attributes.find(({ name, value }) => name.includes(':') && gone.has(value));
  if (!reference) return raw;
  if (tag.local === 'pageSetup') return withAttribute(raw, reference.name, () => '');
  if (!tag.isEmpty) throw broken('it refers to a part that is not kept');
  return '';
};

/** Throws an OfficeFault. @param gone ids of the relationships to parts that are left out. */
export const cleanPart = (bytes: Buffer, gone: ReadonlySet<string>): Buffer => {
  const xml = decodeXml(bytes);
  const finder = new ActiveContentFinder();
  const edits: Edit[] = [];
  for (const piece of readXml(xml)) {
    finder.take(piece);
    if (piece.kind !== 'open') continue;
    const raw = xml.slice(piece.start, piece.end);
    const text = emptied(gone.size === 0 ? raw : withoutReference(raw, piece, gone), piece);
    if (text !== raw) edits.push({ start: piece.start, end: piece.end, text });
  }
  finder.end();
  if (edits.length === 0) return bytes;
  let at = 0;
  const kept = edits.map(({ start, end, text }) => {
    const before = xml.slice(at, start);
    at = end;
    return before + text;
  });
  return Buffer.from(kept.join('') + xml.slice(at));
};
