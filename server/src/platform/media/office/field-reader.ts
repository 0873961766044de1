/** Reads the fields of a text document, whose instructions may be cut over many runs and lie inside each other. */
import { unsafe } from './office-fault.ts';
import { isHarmlessLink } from './relationships.ts';
import { attributeOf, type XmlPiece } from './xml-reader.ts';

/** Starts programs, loads other files, or holds files. */
const FORBIDDEN =
  /^(DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|EMBED|MACROBUTTON|RD|ADDIN|CONTROL|HTMLCONTROL)$/;
/** Stands for a field inside another: its text is not known before it is worked out. */
const INNER = '\u0000';
const MAX_CHARACTERS = 100_000;

interface Field {
  instruction: string;
  isInInstruction: boolean;
}

const judge = (instruction: string): void => {
  const [name = ''] = instruction.trimStart().split(/[\s"\\]/, 1);
  if (name.includes(INNER)) throw unsafe('a field of it works out what it is');
  const word = name.toUpperCase();
  if (/^DDE/.test(word)) throw unsafe('it has a DDE field');
  if (FORBIDDEN.test(word)) throw unsafe('it has a field that loads from elsewhere');
  if (word !== 'HYPERLINK') return;
  const [, target = ''] = /^\s*\S+\s+"?([^"]*)/.exec(instruction) ?? [];
  if (!isHarmlessLink(target.startsWith('\\l') ? '' : target)) {
    throw unsafe('it links to files of a computer or a network');
  }
};

export class FieldReader {
  readonly #open: Field[] = [];
  #isInText = false;

  /** Takes the pieces of one part in order. Throws an OfficeFault. */
  take(piece: XmlPiece): void {
    if (piece.kind === 'text') {
      if (this.#isInText) this.#add(piece.text);
      return;
    }
    if (piece.local === 'instrText' || piece.local === 'delInstrText') {
      this.#isInText = piece.kind === 'open';
      return;
    }
    if (piece.kind === 'close') return;
    if (piece.local === 'fldSimple') judge(attributeOf(piece, 'instr') ?? '');
    if (piece.local === 'fldChar') this.#mark(attributeOf(piece, 'fldCharType') ?? '');
  }

  /** Instructions of fields that were never ended count as well. */
  end(): void {
    for (const { instruction } of this.#open) judge(instruction);
  }

  #mark(type: string): void {
    const top = this.#open.at(-1);
    if (type === 'begin') {
      if (top?.isInInstruction) top.instruction += INNER;
      this.#open.push({ instruction: '', isInInstruction: true });
      return;
    }
    if (!top) return;
    if (top.isInInstruction) judge(top.instruction);
    top.isInInstruction = false;
    if (type === 'end') this.#open.pop();
  }

  #add(text: string): void {
    const top = this.#open.at(-1);
    // An instruction outside of any field does nothing, but nobody needs it.
    if (!top) judge(text);
    else if (top.isInInstruction) top.instruction += text;
    if (top && top.instruction.length > MAX_CHARACTERS) throw unsafe('a field of it is too long');
  }
}
