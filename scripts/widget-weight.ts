/** What the widget costs a page, compressed: when the page loads, and when the chat is opened. */
import { gzipSync } from 'node:zlib';
import type { Metafile } from 'esbuild';

/** The page's own part: the launcher. */
const LOADED_LIMIT_BYTES = 6_000;
/** All that is fetched until somebody who has consented before can write, in the language that weighs most. */
const OPENED_LIMIT_BYTES = 44_500;
/** With the consent screen and its looks, which come while the policy is asked for. */
const STRANGER_LIMIT_BYTES = 46_500;

export interface WidgetWeight {
  readonly loadedBytes: number;
  readonly openedBytes: number;
  /** The same with the consent screen before it. */
  readonly strangerBytes: number;
}

/** A chunk and all that it cannot do without. */
const withImports = ({ outputs }: Metafile, path: string, found = new Set<string>()): Set<string> => {
  if (found.has(path)) return found;
  found.add(path);
  for (const { path: imported, kind } of outputs[path]?.imports ?? []) {
    if (kind === 'import-statement') withImports({ inputs: {}, outputs }, imported, found);
  }
  return found;
};

/** As it is served in production: without the pointer to its source map. */
const withoutPointer = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString()
    .replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n');

/** @param read an output's bytes. Throws when a limit is passed. */
export const weighWidget = async (
  metafile: Metafile,
  read: (path: string) => Promise<Uint8Array>,
): Promise<WidgetWeight> => {
  const outputs = Object.keys(metafile.outputs).filter((path) => path.endsWith('.js'));
  const bytes = new Map<string, number>();
  for (const path of outputs) bytes.set(path, gzipSync(withoutPointer(await read(path)), { level: 9 }).length);
  const weigh = (names: RegExp): number => {
    const parts = outputs.filter((path) => names.test(path)).map((path) => withImports(metafile, path));
    return [...new Set(parts.flatMap((part) => [...part]))].reduce((sum, path) => sum + (bytes.get(path) ?? 0), 0);
  };
  const languages = outputs.filter((path) => /\/(kk|ru|en)-\w+\.js$/.test(path)).map((path) => bytes.get(path) ?? 0);
  const loadedBytes = weigh(/\/widget\.js$/);
  const openedBytes = weigh(/\/(widget|mount-\w+)\.js$/) + Math.max(...languages);
  const strangerBytes = weigh(/\/(widget|mount-\w+|consent-screen-\w+|consent-\w+)\.js$/) + Math.max(...languages);
  const weights = [loadedBytes, openedBytes, strangerBytes];
  const limits = [LOADED_LIMIT_BYTES, OPENED_LIMIT_BYTES, STRANGER_LIMIT_BYTES];
  if (weights.some((weight, index) => weight > (limits[index] ?? 0))) {
    throw new Error(`the widget weighs ${weights.join(', ')} bytes; ${limits.join(', ')} are allowed`);
  }
  return { loadedBytes, openedBytes, strangerBytes };
};
