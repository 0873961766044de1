/** `npm run build`: plain JavaScript for production in the `dist` folders, and the pages. */
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureWeb } from './ensure-web.ts';

const ROOT = resolve(import.meta.dirname, '..');
/** Each needs the declarations of the one before. */
const PACKAGES = ['client-sdk/contract', 'client-sdk', 'server'];
/** What the compiler leaves where it is. */
const DATA = '**/*.{sql,json,txt,md}';

const compile = (folder: string): void => {
  rmSync(join(ROOT, folder, 'dist'), { recursive: true, force: true });
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', join(folder, 'tsconfig.build.json')], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`${folder} does not compile`);
};

const copyData = (folder: string): void => {
  for (const file of globSync(DATA, { cwd: join(ROOT, folder, 'src') })) {
    cpSync(join(ROOT, folder, 'src', file), join(ROOT, folder, 'dist', file));
  }
};

for (const folder of PACKAGES) {
  compile(folder);
  copyData(folder);
  console.log(`${folder}/dist is built`);
}
await ensureWeb('production');
