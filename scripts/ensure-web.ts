/** Builds the widget, the console and the demo page when their sources are others than those of the last build. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

export type WebMode = 'development' | 'production';

const ROOT = resolve(import.meta.dirname, '..');
const STAMP = join(ROOT, 'node_modules/.cache/senim/web-build');
const SOURCES = ['client-sdk', 'server/console', 'server/demo'];
const SINGLE_SOURCES = [
  'scripts/build-web.ts',
  'scripts/lean-socket-io.ts',
  'scripts/widget-weight.ts',
  'package-lock.json',
];
const OUTPUTS = ['client-sdk/widget/dist', 'server/console/dist', 'server/demo/dist'];

const filesUnder = async (folder: string): Promise<string[]> => {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = entries
    .filter((entry) => !['dist', 'node_modules'].includes(entry.name))
    .map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesUnder(path) : [path];
    });
  return (await Promise.all(nested)).flat();
};

/** Of names, sizes and times: a few hundred look-ups, no reading. */
const fingerprint = async (mode: WebMode): Promise<string> => {
  const folders = await Promise.all(SOURCES.map((folder) => filesUnder(join(ROOT, folder))));
  const files = [...folders.flat(), ...SINGLE_SOURCES.map((file) => join(ROOT, file))].sort();
  const states = await Promise.all(
    files.map(async (file) => {
      const { size, mtimeMs } = await stat(file);
      return `${file} ${size} ${mtimeMs}`;
    }),
  );
  return createHash('sha256')
    .update([mode, ...states].join('\n'))
    .digest('hex');
};

/** Cheap when nothing has changed. */
export const ensureWeb = async (mode: WebMode): Promise<void> => {
  const wanted = await fingerprint(mode);
  const found = await readFile(STAMP, 'utf8').catch(() => '');
  if (found === wanted && OUTPUTS.every((folder) => existsSync(join(ROOT, folder)))) return;
  const { buildWeb } = await import('./build-web.ts');
  await buildWeb({ mode });
  await mkdir(dirname(STAMP), { recursive: true });
  await writeFile(STAMP, wanted);
};
