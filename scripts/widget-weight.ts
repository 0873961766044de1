/** What the widget costs a page, compressed: when the page loads, and when the chat is opened. */
import { gzipSync } from 'node:zlib';
import type { Metafile } from 'esbuild';

/** The page's own part: the launcher. */
const LOADED_LIMIT_BYTES = 6_000;
/** All that is fetched until somebody can write, in the language that weighs most. */
const OPENED_LIMIT_BYTES = 48_000;

export interface WidgetWeight {
  readonly loadedBytes: number;
  readonly openedBytes: number;
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
  if (loadedBytes > LOADED_LIMIT_BYTES || openedBytes > OPENED_LIMIT_BYTES) {
    throw new Error(
      `the widget weighs ${loadedBytes} bytes on loading and ${openedBytes} once opened; ${LOADED_LIMIT_BYTES} and ${OPENED_LIMIT_BYTES} are allowed`,
    );
  }
  return { loadedBytes, openedBytes };
};
