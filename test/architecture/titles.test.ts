/** Titles of tests are rules: each is said once. */
import { expect } from 'chai';
import ts from 'typescript';
import { parse, type SourceFile, testFiles } from './repository.ts';

const SUITES = ['describe', 'context'];

/** The titles of suites and tests that are plain text, each behind those of the suites around it. */
const titlesIn = (node: ts.Node, around: string): string[] => {
  const titles: string[] = [];
  let inside = around;
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    const [first] = node.arguments;
    const isSuite = SUITES.includes(node.expression.text);
    if (first && ts.isStringLiteralLike(first) && (isSuite || node.expression.text === 'it')) {
      const title = `${around} › ${first.text}`;
      titles.push(title);
      if (isSuite) inside = title;
    }
  }
  ts.forEachChild(node, (child) => void titles.push(...titlesIn(child, inside)));
  return titles;
};

const repeatedIn = (file: SourceFile): string[] => {
  const titles = titlesIn(parse(file), file.path);
  return titles.filter((title, index) => titles.indexOf(title) !== index);
};

describe('titles of tests', () => {
  it('are said once in a file', () => {
    const files = testFiles().filter(({ path }) => path.endsWith('.test.ts'));

    expect(files.flatMap(repeatedIn)).to.deep.equal([]);
  });
});
