/** Bundles the widget, the console and the demo page, and holds the widget to its size. */
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build, type Plugin, transform } from 'esbuild';
import { leanSocketIo } from './lean-socket-io.ts';
import { weighWidget } from './widget-weight.ts';

export type WebMode = 'development' | 'production';

const ROOT = resolve(import.meta.dirname, '..');
const at = (path: string): string => join(ROOT, path);

const WIDGET = 'client-sdk/widget/dist';
const CONSOLE = 'server/console/dist';
const DEMO = 'server/demo/dist';
/** Where the widget's parts lie, seen from `widget.js` at the root of the server. */
const PARTS = 'widget';

/** Style sheets that scripts import, as compact text. */
const cssAsText: Plugin = {
  name: 'css-as-text',
  setup(context) {
    context.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true, target: 'es2022' });
      return { contents: code.trim(), loader: 'text' };
    });
  },
};

const shared = (mode: WebMode): BuildOptions => ({
  absWorkingDir: ROOT,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  sourcemap: mode === 'development',
  conditions: ['@senim/source'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'warning',
  plugins: [leanSocketIo],
});

const copies: readonly (readonly [string, string])[] = [
  ['server/console/src/index.html', `${CONSOLE}/index.html`],
  ['server/demo/src/index.html', `${DEMO}/index.html`],
];

const measured = [`${CONSOLE}/console.js`, `${CONSOLE}/console.css`, `${DEMO}/demo.js`, `${DEMO}/demo.css`];

const gzipBytes = async (path: string): Promise<number> => gzipSync(await readFile(at(path)), { level: 9 }).length;

const sized = (bytes: number): string => `${bytes.toLocaleString('en').padStart(8)} bytes gzip`;

/** Rejects when something does not build, or the widget has grown too heavy. */
export const buildWeb = async ({ mode }: { mode: WebMode }): Promise<void> => {
  await Promise.all([WIDGET, CONSOLE, DEMO].map((folder) => rm(at(folder), { recursive: true, force: true })));
  const [{ metafile }] = await Promise.all([
    build({
      ...shared(mode),
      metafile: true,
      entryPoints: [at('client-sdk/widget/src/widget.ts')],
      outdir: at(WIDGET),
      // What is loaded when the chat is opened.
      chunkNames: `${PARTS}/[name]-[hash]`,
      splitting: true,
      plugins: [cssAsText, leanSocketIo],
    }),
    build({
      ...shared(mode),
      entryPoints: [
        { in: at('server/console/src/console.tsx'), out: 'console' },
        { in: at('server/console/src/styles/console.css'), out: 'console' },
      ],
      outdir: at(CONSOLE),
    }),
    build({
      ...shared(mode),
      entryPoints: [
        { in: at('server/demo/src/demo.ts'), out: 'demo' },
        { in: at('server/demo/src/demo.css'), out: 'demo' },
      ],
      outdir: at(DEMO),
    }),
  ]);
  const { loadedBytes, openedBytes, strangerBytes } = await weighWidget(metafile, (path) => readFile(at(path)));
  for (const [from, to] of copies) {
    await mkdir(dirname(at(to)), { recursive: true });
    await copyFile(at(from), at(to));
  }
  for (const path of measured) {
    console.log(`${sized(await gzipBytes(path))}  ${path}`);
  }
  console.log(`${sized(loadedBytes)}  the widget when a page loads`);
  console.log(`${sized(openedBytes)}  the widget until somebody can write`);
  console.log(`${sized(strangerBytes)}  the widget until a stranger can write, after the policy`);
};

if (import.meta.main) {
  await buildWeb({ mode: process.argv.includes('--development') ? 'development' : 'production' });
}
