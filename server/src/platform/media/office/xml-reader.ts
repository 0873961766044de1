/** Reads XML tag by tag: UTF-8, well-formed, without document types, so that no entity can be made. */
import { broken, unsafe } from './office-fault.ts';

export interface XmlAttribute {
  readonly name: string;
  /** Without its prefix. */
  readonly local: string;
  readonly value: string;
}

export interface XmlTag {
  readonly kind: 'open' | 'close';
  readonly local: string;
  /** Without a closing tag of its own; `close` follows all the same. */
  readonly isEmpty: boolean;
  readonly attributes: readonly XmlAttribute[];
  /** Where it stands in the text. */
  readonly start: number;
  readonly end: number;
}

export type XmlPiece = XmlTag | { readonly kind: 'text'; readonly text: string };

const MAX_DEPTH = 256;
const NAME = '[\\p{L}_][\\p{L}\\p{N}._-]*(?::[\\p{L}_][\\p{L}\\p{N}._-]*)?';
const OPEN = new RegExp(`<(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`, 'uy');
const CLOSE = new RegExp(`</(${NAME})\\s*>`, 'uy');
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'ug');
const DECLARATION = /^<\?xml\s[^>]*\?>/;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

const unescapeXml = (text: string): string =>
  text.includes('&')
    ? text.replace(/&([^;&]{0,10});?/g, (whole, name: string) => {
        const known = ENTITIES[name];
        if (known && whole.endsWith(';')) return known;
        const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name) ?? [];
        const code = hex ? Number.parseInt(hex, 16) : Number.parseInt(decimal ?? '', 10);
        if (!(code <= 0x10_ff_ff)) throw unsafe('its XML has entities of its own');
        return String.fromCodePoint(code);
      })
    : text;

/** Throws when the bytes are not UTF-8, or say that they are something else. */
export const decodeXml = (bytes: Uint8Array): string => {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unsafe('a part of it is not UTF-8');
  }
  const encoding = /\sencoding\s*=\s*["']([^"']*)["']/.exec(DECLARATION.exec(text)?.[0] ?? '')?.[1];
  if (encoding && !/^(utf-8|us-ascii)$/i.test(encoding)) throw unsafe('a part of it is not UTF-8');
  return text;
};

/** What is neither a tag nor text. @returns where it ends. */
const skipSpecial = (xml: string, at: number): number => {
  const [start, end] = xml.startsWith('<!--', at) ? ['<!--', '-->'] : ['<?', '?>'];
  if (!xml.startsWith(start, at)) throw unsafe('its XML has a document type');
  if (/^<\?xml-stylesheet/.test(xml.slice(at, at + 20))) throw unsafe('its XML asks for a style sheet');
  const found = xml.indexOf(end, at + start.length);
  if (found < 0) throw broken('its XML is broken');
  return found + end.length;
};

const attributesOf = (text: string): readonly XmlAttribute[] =>
  [...text.matchAll(ATTRIBUTE)].map(([, name = '', double, single]) => ({
    name,
    local: localName(name),
    value: unescapeXml(double ?? single ?? ''),
  }));

/** Moves through the text; knows which elements are open. */
class XmlCursor {
  readonly #xml: string;
  readonly #open: string[] = [];
  at = 0;

  constructor(xml: string) {
    this.#xml = xml;
  }

  *tag(): Generator<XmlTag, void, undefined> {
    const start = this.at;
    const isClose = this.#xml[start + 1] === '/';
    const pattern = isClose ? CLOSE : OPEN;
    pattern.lastIndex = start;
    const [whole, name = '', attributes = '', slash] = pattern.exec(this.#xml) ?? [];
    if (whole === undefined) throw broken('its XML is broken');
    this.at = start + whole.length;
    const common = { local: localName(name), isEmpty: slash === '/', start, end: this.at };
    if (!isClose) {
      if (this.#open.push(name) > MAX_DEPTH) throw unsafe('its XML is too deep');
      yield { kind: 'open', attributes: attributesOf(attributes), ...common };
    }
    if (!isClose && slash !== '/') return;
    if (this.#open.pop() !== name) throw broken('its XML is broken');
    yield { kind: 'close', attributes: [], ...common };
  }

  get isInside(): boolean {
    return this.#open.length > 0;
  }
}

/** Throws an OfficeFault when it is not well-formed. */
export const readXml = function* (xml: string): Generator<XmlPiece, void, undefined> {
  const cursor = new XmlCursor(xml);
  while (cursor.at < xml.length) {
    const { at } = cursor;
    if (xml[at] !== '<') {
      const end = xml.indexOf('<', at);
      cursor.at = end < 0 ? xml.length : end;
      const text = xml.slice(at, cursor.at);
      if (!cursor.isInside && text.trim()) throw broken('its XML is broken');
      yield { kind: 'text', text: unescapeXml(text) };
    } else if (xml.startsWith('<![CDATA[', at)) {
      const end = xml.indexOf(']]>', at);
      if (end < 0) throw broken('its XML is broken');
      cursor.at = end + 3;
      yield { kind: 'text', text: xml.slice(at + 9, end) };
    } else if (/[!?]/.test(xml[at + 1] ?? '')) cursor.at = skipSpecial(xml, at);
    else yield* cursor.tag();
  }
  if (cursor.isInside) throw broken('its XML is broken');
};

export const attributeOf = (tag: XmlTag, local: string): string | undefined =>
  tag.attributes.find((attribute) => attribute.local === local)?.value;

export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }[character]};`);
