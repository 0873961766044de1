/** What the parts of an office document refer to: each other, and nothing outside but links that a person clicks. */
import { unsafe } from './office-fault.ts';
import { attributeOf, decodeXml, escapeXml, readXml } from './xml-reader.ts';

export interface Relationship {
  readonly id: string;
  readonly type: string;
  readonly target: string;
  /** The part meant, by its full name; absent for links to the outside. */
  readonly part?: string;
}

const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/vba|macrosheet|dialogsheet|attachedToolbars|\/ui\/|customUI/i, 'it has macros'],
  [/\/(control|activeX\w*|ctrlProp)$/i, 'it has active controls'],
  [/\/(oleObject|package)$/i, 'it has files within'],
  [/\/attachedTemplate$/i, 'it has an outside template'],
  [
    /\/(externalLink\w*|connections|queryTable|webextension\w*|frame|subDocument|aFChunk|mailMerge\w*)$/i,
    'it loads from elsewhere',
  ],
];

const MAIN = /\/officeDocument\/relationships\/officeDocument$|\/relationships\/officeDocument$/;

/** Web pages, mail, telephone, and places relative to the document; no files of a computer or a network. */
export const isHarmlessLink = (target: string): boolean =>
  /^(https?|mailto|tel):/i.test(target) || !/^([a-z][a-z0-9+.-]*:|[\\/])|\\\\/i.test(target.trim());

/** Whose they are: `word/_rels/document.xml.rels` are those of `word/document.xml`. */
export const ownerOf = (relationships: string): string => relationships.replace(/_rels\/([^/]*)\.rels$/, '$1');
export const isRelationships = (name: string): boolean => /(^|\/)_rels\/[^/]*\.rels$/i.test(name);

const resolve = (owner: string, target: string): string => {
  const [path = ''] = target.split('#');
  if (path === '') return owner;
  const segments = path.startsWith('/') ? [] : owner.split('/').slice(0, -1);
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
};

/** Throws an OfficeFault when one of them is not taken. @param owner the part that refers; empty for the whole. */
export const readRelationships = (bytes: Buffer, owner: string): readonly Relationship[] => {
  const found: Relationship[] = [];
  for (const piece of readXml(decodeXml(bytes))) {
    if (piece.kind !== 'open' || piece.local !== 'Relationship') continue;
    const [id = '', type = '', target = '', mode] = ['Id', 'Type', 'Target', 'TargetMode'].map((name) =>
      attributeOf(piece, name),
    );
    const forbidden = FORBIDDEN.find(([pattern]) => pattern.test(type));
    if (forbidden) throw unsafe(forbidden[1]);
    const isOutside = mode?.toLowerCase() === 'external';
    if (isOutside && !/\/hyperlink$/i.test(type)) throw unsafe('it loads from elsewhere');
    if (isOutside && !isHarmlessLink(target)) throw unsafe('it links to files of a computer or a network');
    found.push({ id, type, target, ...(isOutside ? {} : { part: resolve(owner, target) }) });
  }
  return found;
};

export const writeRelationships = (relationships: readonly Relationship[]): Buffer => {
  const items = relationships.map(
    ({ id, type, target, part }) =>
      `<Relationship Id="${escapeXml(id)}" Type="${escapeXml(type)}" Target="${escapeXml(target)}"${part === undefined ? ' TargetMode="External"' : ''}/>`,
  );
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join('')}</Relationships>`,
  );
};

export const isMainDocument = ({ type }: Relationship): boolean => MAIN.test(type);
