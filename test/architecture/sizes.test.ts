/** A file or a function that has grown too long does too much; each starts by saying what it is for. */
import { expect } from 'chai';
import ts from 'typescript';
import { filesOf, parse, productFiles, type SourceFile, testFiles, toolFiles, walk } from './repository.ts';

const MOST_LINES_OF_A_FILE = 250;
const MOST_LINES_OF_A_TEST = 400;
const MOST_LINES_OF_A_FUNCTION = 60;
/** Markup stands one element a line. */
const MOST_LINES_OF_A_VIEW = 80;

/** Path, or path and function, to the reason why it may be longer. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'server/src/features/consents/policy/edition-1-en.ts': 'the words of the policy',
  'server/src/features/consents/policy/edition-1-kk.ts': 'the words of the policy',
  'server/src/features/consents/policy/edition-1-ru.ts': 'the words of the policy',
};

const linesOf = (text: string): number => text.trimEnd().split('\n').length;

/** Its own name, or that of the variable, member or property that holds it. */
const nameOf = (node: ts.Node): string => {
  for (let at = node; at && !ts.isSourceFile(at); at = at.parent) {
    const { name } = at as { name?: ts.Node };
    if (name) return name.getText();
  }
  return 'anonymous';
};

interface Size {
  readonly name: string;
  readonly lines: number;
}

const linesBetween = (node: ts.Node, source: ts.SourceFile): number =>
  source.getLineAndCharacterOfPosition(node.getEnd()).line -
  source.getLineAndCharacterOfPosition(node.getStart(source)).line +
  1;

/** The functions directly inside, however deep they stand in other code. */
const functionsInside = (node: ts.Node): ts.Node[] => {
  const found: ts.Node[] = [];
  ts.forEachChild(node, (child) => void found.push(...(isFunction(child) ? [child] : functionsInside(child))));
  return found;
};

const isFunction = (node: ts.Node): boolean => ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;

/** Lines of its own: a function that makes an object of functions is long only when one of these, or what is left, is. */
const functionsOf = (file: SourceFile): Size[] => {
  const source = parse(file);
  return [...walk(source)].filter(isFunction).map((node) => {
    const inside = functionsInside(node).map((inner) => linesBetween(inner, source) - 1);
    return {
      name: `${file.path}:${nameOf(node)}`,
      lines: inside.reduce((left, lines) => left - lines, linesBetween(node, source)),
    };
  });
};

const tooLong = (found: readonly Size[], most: (name: string) => number): string[] =>
  found
    .filter(({ name, lines }) => lines > most(name) && !(name in EXCEPTIONS))
    .map(({ name, lines }) => `${name} has ${lines} lines`);

describe('sizes', () => {
  const sizesOf = (files: readonly SourceFile[]): Size[] =>
    files.map(({ path, text }) => ({ name: path, lines: linesOf(text) }));

  it(`no file has more than ${MOST_LINES_OF_A_FILE} lines, no test more than ${MOST_LINES_OF_A_TEST}`, () => {
    const sources = sizesOf([...productFiles(), ...toolFiles()]);

    expect(tooLong(sources, () => MOST_LINES_OF_A_FILE)).to.deep.equal([]);
    expect(tooLong(sizesOf(testFiles()), () => MOST_LINES_OF_A_TEST)).to.deep.equal([]);
  });

  it(`no function has more than ${MOST_LINES_OF_A_FUNCTION} lines of its own, no view more than ${MOST_LINES_OF_A_VIEW}`, () => {
    const helpers = testFiles().filter(({ path }) => !path.endsWith('.test.ts'));
    const functions = [...productFiles(), ...toolFiles(), ...helpers].flatMap(functionsOf);

    expect(
      tooLong(functions, (name) => (name.includes('.tsx:') ? MOST_LINES_OF_A_VIEW : MOST_LINES_OF_A_FUNCTION)),
    ).to.deep.equal([]);
  });

  it('no exception is kept for what no longer exists', () => {
    const paths = Object.keys(EXCEPTIONS).map((name) => name.split(':')[0] as string);

    expect(paths.filter((path) => filesOf(path).length === 0)).to.deep.equal([]);
  });

  it('the first line of each file says what it is for', () => {
    const files = [...productFiles(), ...toolFiles(), ...testFiles()];
    const silent = files.filter(({ text }) => !/^(\/\*\*|\/\/) ?\S|^\/\*\*\n \* \S/.test(text));

    expect(silent.map(({ path }) => path)).to.deep.equal([]);
  });
});
