/** What a page has to load: small, without schemas, without anything of Node.js. */
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { build } from 'esbuild';

const BUDGET_BYTES = 22_000;
const SOURCES = resolve(import.meta.dirname, '../../../client-sdk/src');
/** What a page with a chat imports. */
const PAGE = `export { SenimClient, SenimError } from '${SOURCES}/index.ts';`;
const EVERYTHING = `export * from '${SOURCES}/index.ts'; export * from '${SOURCES}/sync/outbox-store.browser.ts';`;

const bundle = async (contents: string) => {
  const result = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['@senim/source'],
    write: false,
    metafile: true,
  });
  return { text: result.outputFiles[0]?.text ?? '', inputs: Object.keys(result.metafile.inputs) };
};

describe('client-sdk: bundle', () => {
  it('takes at most 22 kB of a page, socket.io-client included', async () => {
    const { text } = await bundle(PAGE);

    expect(gzipSync(text, { level: 9 }).byteLength).to.be.within(10_000, BUDGET_BYTES);
  });

  it('carries no schema library, nothing of Node.js, and nothing of the server', async () => {
    const { text, inputs } = await bundle(EVERYTHING);

    expect(inputs.filter((path) => /node_modules\/zod|(^|\/)server\//.test(path))).to.deep.equal([]);
    expect(inputs.filter((path) => /\.(fs|node)\.ts$/.test(path))).to.deep.equal([]);
    expect(text).not.to.match(/["']node:/);
  });
});
