/** docs/map.md: every source file with the sentence it starts with. */
import { glob, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { page, table } from './markdown.ts';

const SOURCES = ['client-sdk/**/*.{ts,tsx}', 'server/**/*.{ts,tsx,sql}', 'scripts/**/*.{ts,mjs}'];
const EXCLUDED = ['**/node_modules/**', '**/dist/**', '**/*.d.ts'];

/** The first sentence or line of the comment that opens the file. */
const purposeOf = (text: string): string => {
  const comment = /^(?:\/\*\*([\s\S]*?)\*\/|(?:\/\/|--) ?(.*))/.exec(text);
  const lines = (comment?.[1] ?? comment?.[2] ?? '').split('\n').map((line) => line.replace(/^\s*\* ?/, '').trim());
  return lines.find((line) => line !== '') ?? '';
};

export const mapDocument = async (root: string): Promise<string> => {
  const paths = await Array.fromAsync(glob(SOURCES, { cwd: root, exclude: EXCLUDED }));
  const byFolder = Map.groupBy(paths.sort(), (path) => dirname(path));
  const parts: string[] = [];
  for (const [folder, found] of [...byFolder].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const rows = await Promise.all(
      found.map(async (path) => [
        `[${basename(path)}](../${path})`,
        purposeOf(await readFile(join(root, path), 'utf8')),
      ]),
    );
    parts.push(`## ${folder}`, table(['File', 'What it is for'], rows));
  }
  return page('Map of the sources', ...parts);
};
