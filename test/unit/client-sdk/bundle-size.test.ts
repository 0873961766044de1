/** What a page has to load: small, without schemas, without anything of Node.js. */
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { build } from 'esbuild';

const BUDGET_BYTES = 22_000;
const LATER_BUDGET_BYTES = 6_000;
const SOURCES = resolve(import.meta.dirname, '../../../client-sdk/src');
/** What a page with a chat imports. */
const PAGE = `export { SenimClient, SenimError } from '${SOURCES}/index.ts';`;
const EVERYTHING = `export * from '${SOURCES}/index.ts'; export * from '${SOURCES}/sync/outbox-store.browser.ts';`;

const bundle = async (contents: string) => {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['@senim/source'],
    splitting: true,
    outdir: '/out',
    write: false,
    metafile: true,
  });
  const texts = outputFiles.map(({ text }) => text);
  return { texts, metafile, sizes: outputFiles.map(({ contents: bytes }) => gzipSync(bytes, { level: 9 }).length) };
};

/** Of each output, in their order: whether it is loaded with the page, or later. */
const withThePage = ({ outputs }: Awaited<ReturnType<typeof bundle>>['metafile']): boolean[] => {
  const first = new Set<string>();
  const add = (path: string): void => {
    if (first.has(path)) return;
    first.add(path);
    for (const { path: next, kind } of outputs[path]?.imports ?? []) if (kind === 'import-statement') add(next);
  };
  for (const path of Object.keys(outputs)) if (outputs[path]?.entryPoint === '<stdin>') add(path);
  return Object.keys(outputs).map((path) => first.has(path));
};

describe('client-sdk: bundle', () => {
  it('takes at most 22 kB of a page, socket.io-client included, and 6 kB more with the first upload', async () => {
    const { metafile, sizes } = await bundle(PAGE);
    const isFirst = withThePage(metafile);

    const [first, later] = [true, false].map((wanted) =>
      sizes.filter((_, index) => isFirst[index] === wanted).reduce((sum, size) => sum + size, 0),
    );

    expect(first).to.be.within(10_000, BUDGET_BYTES);
    expect(later).to.be.within(1_000, LATER_BUDGET_BYTES);
  });

  it('carries no schema library, nothing of Node.js, and nothing of the server', async () => {
    const { texts, metafile } = await bundle(EVERYTHING);
    const inputs = Object.keys(metafile.inputs);

    expect(inputs.filter((path) => /node_modules\/zod|(^|\/)server\//.test(path))).to.deep.equal([]);
    expect(inputs.filter((path) => /\.(fs|node)\.ts$/.test(path))).to.deep.equal([]);
    expect(texts.join('\n')).not.to.match(/["']node:/);
  });
});
