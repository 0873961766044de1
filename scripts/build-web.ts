/** Bundles the widget, the console and the demo page, and holds the widget to its size. */
import { copyFile, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build, type Plugin, transform } from 'esbuild';

export type WebMode = 'development' | 'production';

const ROOT = resolve(import.meta.dirname, '..');
const at = (path: string): string => join(ROOT, path);

/** What the first load of the widget may weigh, compressed. */
const WIDGET_LIMIT_BYTES = 48_000;

const WIDGET = 'client-sdk/widget/dist';
const CONSOLE = 'server/console/dist';
const DEMO = 'server/demo/dist';
/** Seen from `widget.js`, which stands at the root of the server. */
const PARTS = 'console/widget';

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
});

const copies: readonly (readonly [string, string])[] = [
  ['server/console/src/index.html', `${CONSOLE}/index.html`],
  ['server/demo/src/index.html', `${DEMO}/index.html`],
];

const measured = [
  `${WIDGET}/widget.js`,
  `${CONSOLE}/console.js`,
  `${CONSOLE}/console.css`,
  `${DEMO}/demo.js`,
  `${DEMO}/demo.css`,
];

const gzipBytes = async (path: string): Promise<number> => gzipSync(await readFile(at(path)), { level: 9 }).length;

/** Rejects when something does not build, or the widget has grown too heavy. */
export const buildWeb = async ({ mode }: { mode: WebMode }): Promise<void> => {
  await Promise.all([WIDGET, CONSOLE, DEMO].map((folder) => rm(at(folder), { recursive: true, force: true })));
  await Promise.all([
    build({
      ...shared(mode),
      entryPoints: [at('client-sdk/widget/src/widget.ts')],
      outdir: at(WIDGET),
      // What is loaded when the chat is opened; the server hands it out below the console's path.
      chunkNames: `${PARTS}/[name]-[hash]`,
      splitting: true,
      plugins: [cssAsText],
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
  await rename(at(`${WIDGET}/${PARTS}`), at(`${CONSOLE}/widget`));
  await rm(at(`${WIDGET}/console`), { recursive: true });
  for (const [from, to] of copies) {
    await mkdir(dirname(at(to)), { recursive: true });
    await copyFile(at(from), at(to));
  }
  for (const path of measured) {
    console.log(`${(await gzipBytes(path)).toLocaleString('en').padStart(8)} bytes gzip  ${path}`);
  }
  const widgetBytes = await gzipBytes(`${WIDGET}/widget.js`);
  if (widgetBytes > WIDGET_LIMIT_BYTES) {
    throw new Error(`the widget weighs ${widgetBytes} bytes compressed; ${WIDGET_LIMIT_BYTES} are allowed`);
  }
};

if (import.meta.main) {
  await buildWeb({ mode: process.argv.includes('--development') ? 'development' : 'production' });
}
