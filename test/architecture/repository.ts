/** The files of this repository, and the programs that look at them. */
import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

export const ROOT = resolve(import.meta.dirname, '../..');

export interface SourceFile {
  /** From the root. */
  readonly path: string;
  readonly text: string;
}

const EXCLUDED = ['**/node_modules/**', '**/dist/**'];

export const filesOf = (...patterns: string[]): SourceFile[] =>
  globSync(patterns, { cwd: ROOT, exclude: EXCLUDED })
    .sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

/** What is shipped: the server, the contract, the SDK and the pages. */
export const productFiles = (): SourceFile[] => filesOf('client-sdk/**/*.{ts,tsx}', 'server/**/*.{ts,tsx}');
export const toolFiles = (): SourceFile[] => filesOf('scripts/**/*.{ts,mjs}');
export const testFiles = (): SourceFile[] => filesOf('test/**/*.ts');

export const parse = ({ path, text }: SourceFile): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, path.endsWith('x') ? ts.ScriptKind.TSX : undefined);

/** Every node below, in order. */
export function* walk(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  for (const child of children) yield* walk(child);
}

/** Runs a program of node_modules/.bin; resolves with what it prints. */
export const runTool = (name: string, args: readonly string[]): Promise<{ code: number | null; output: string }> =>
  new Promise((done, fail) => {
    const program = join(ROOT, 'node_modules/.bin', name);
    const child = spawn(process.execPath, [program, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', fail);
    child.on('close', (code) => done({ code, output }));
  });

/** Rejects with what the program found. */
export const expectNoFindings = async (name: string, ...args: string[]): Promise<void> => {
  const { code, output } = await runTool(name, args);
  if (code !== 0) throw new Error(`${name} found:\n${output.trim()}`);
};
