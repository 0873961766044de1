/** Looks through one part of an office document for what acts by itself or reaches outside. */
import { FieldReader } from './field-reader.ts';
import { unsafe } from './office-fault.ts';
import { isHarmlessLink } from './relationships.ts';
import type { XmlAttribute, XmlPiece, XmlTag } from './xml-reader.ts';

const ELEMENTS: Readonly<Record<string, string>> = {
  ddeLink: 'it has a DDE link',
  ddeItem: 'it has a DDE link',
  oleLink: 'it links to other workbooks or programs',
  OLEObject: 'it has files within',
  oleObj: 'it has files within',
  oleObject: 'it has files within',
  altChunk: 'it loads from elsewhere',
  mailMerge: 'it loads from elsewhere',
  script: 'it has scripts',
  foreignObject: 'it has scripts',
};
/** Pictures of old drawings; elsewhere `href` is a link that a person clicks. */
const PICTURES = new Set(['imagedata', 'fill', 'stroke', 'image', 'use', 'feImage']);
const FORMULAS = new Set([
  'f',
  'formula',
  'formula1',
  'formula2',
  'definedName',
  'calculatedColumnFormula',
  'xdrFormula',
]);
/** Functions that load from the web, talk to programs or call libraries. */
const REACHING = /\b(WEBSERVICE|RTD|CALL|REGISTER(\.ID)?|EXEC|IMAGE|DDE|SQL\.REQUEST)\s*\(/i;
const MAX_FORMULA = 100_000;

const judgeAttribute = (tag: XmlTag, { local, value }: XmlAttribute): void => {
  const name = local.toLowerCase();
  if (name === 'macro' && value !== '') throw unsafe('it has macros');
  if ((name === 'xlm' || name === 'vbprocedure') && /^(1|true)$/i.test(value)) throw unsafe('it has macros');
  if (name === 'action' && /ppaction:\/\/(program|macro|ole)/i.test(value)) throw unsafe('it starts programs');
  if (/^on[a-z]+$/.test(name) && /[(=]/.test(value)) throw unsafe('it has scripts');
  if (name === 'src' || (name === 'href' && PICTURES.has(tag.local))) {
    const isOwn = value.startsWith('#') || /^data:image\/(png|jpeg);/.test(value);
    if (!isOwn && /^\s*([a-z][a-z0-9+.-]*:|[\\/]{2})/i.test(value)) throw unsafe('it loads from elsewhere');
  }
  if (name === 'href' && !isHarmlessLink(value) && !value.startsWith('data:image/')) {
    throw unsafe('it links to files of a computer or a network');
  }
  if (name === 'style') judgeStyle(value);
};

const judgeStyle = (style: string): void => {
  if (/@import|url\(\s*["']?\s*(?![#"'\s])/i.test(style)) throw unsafe('it loads from elsewhere');
};

/** Outside of quoted text a bar stands between a program and what it is asked for. */
const judgeFormula = (formula: string): void => {
  if (formula.length > MAX_FORMULA) throw unsafe('a formula of it is too long');
  const code = formula.replace(/"[^"]*"/g, '""');
  if (code.includes('|')) throw unsafe('it has a DDE formula');
  if (REACHING.test(code)) throw unsafe('it has a formula that reaches outside');
};

export class ActiveContentFinder {
  readonly #fields = new FieldReader();
  #formula: string | undefined;
  #isInStyle = false;

  /** Takes the pieces of one part in order. Throws an OfficeFault. */
  take(piece: XmlPiece): void {
    this.#fields.take(piece);
    if (piece.kind === 'text') {
      if (this.#formula !== undefined) this.#formula += piece.text;
      if (this.#isInStyle) judgeStyle(piece.text);
      return;
    }
    const fault = Object.hasOwn(ELEMENTS, piece.local) ? ELEMENTS[piece.local] : undefined;
    if (fault) throw unsafe(fault);
    for (const attribute of piece.attributes) judgeAttribute(piece, attribute);
    if (piece.local === 'style') this.#isInStyle = piece.kind === 'open';
    if (!FORMULAS.has(piece.local)) return;
    if (piece.kind === 'close') judgeFormula(this.#formula ?? '');
    this.#formula = piece.kind === 'open' ? '' : undefined;
  }

  end(): void {
    this.#fields.end();
  }
}
