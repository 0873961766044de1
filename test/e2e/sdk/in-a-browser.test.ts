/** The SDK's browser parts in a real browser: uploads that tell how far they are, an outbox that survives a reload. */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { crc32 } from 'node:zlib';
import type * as Sdk from '@senim/client';
import type * as BrowserOutbox from '@senim/client/outbox-browser';
import { expect } from 'chai';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { requireTool } from '../../support/installed-tool.ts';
import { phonePhoto } from '../../support/sample-files.ts';
import { type TestServer, testServer } from '../../support/test-server.ts';

/** What the page's script puts into the window. */
interface SdkPage extends Window {
  readonly sdk: typeof Sdk & typeof BrowserOutbox;
}

const SOURCES = resolve(import.meta.dirname, '../../../client-sdk/src');

const sdkScript = async (): Promise<string> => {
  const contents = `export * from '${SOURCES}/index.ts'; export * from '${SOURCES}/sync/outbox-store.browser.ts';`;
  const result = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    format: 'iife',
    globalName: 'sdk',
    platform: 'browser',
    conditions: ['@senim/source'],
    write: false,
  });
  return result.outputFiles[0]?.text ?? '';
};

/** Of noise, which cannot be made small; the text stands before the end, where many programs write it. */
const pngWithTextAtItsEnd = async (): Promise<Buffer> => {
  const png = await sharp(randomBytes(600 * 500 * 3), { raw: { width: 600, height: 500, channels: 3 } })
    .png()
    .toBuffer();
  const text = Buffer.from('tEXtComment\0taken at home', 'latin1');
  const chunk = Buffer.concat([Buffer.alloc(4), text, Buffer.alloc(4)]);
  chunk.writeUInt32BE(text.length - 4);
  chunk.writeUInt32BE(crc32(text), chunk.length - 4);
  return Buffer.concat([png.subarray(0, -12), chunk, png.subarray(-12)]);
};

describe('SDK: in a browser', function () {
  this.timeout(60_000);
  let server: TestServer;
  let browser: Browser;
  let page: Page;

  before(async function () {
    requireTool(this, 'chromium');
    server = await testServer();
    browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    });
    page = await browser.newPage();
    const body = `<!doctype html><script>${(await sdkScript()).replaceAll('</script', '<\\/script')}</script>`;
    await page.route(`${server.url}/sdk-page`, (route) => route.fulfill({ contentType: 'text/html', body }));
  });

  beforeEach(() => page.goto(`${server.url}/sdk-page`));

  after(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });

  it('sends a photo and tells how far it is', async () => {
    const { token } = await server.createVisitor();
    const photo = (await phonePhoto({ width: 2_000, height: 1_500 })).toString('base64');

    const { fractions, attachments } = await page.evaluate(
      async ({ token, photo }) => {
        const { SenimClient } = (window as unknown as SdkPage).sdk;
        const client = new SenimClient({ url: location.origin, token: async () => token });
        await client.connect();
        const conversation = await client.conversations.open({ kind: 'support' });
        const bytes = Uint8Array.from(atob(photo), (char) => char.charCodeAt(0));
        const fractions: number[] = [];
        const message = await conversation.sendPhoto(new Blob([bytes], { type: 'image/jpeg' }), {
          onProgress: ({ fraction }) => fractions.push(fraction),
        });
        await client.close();
        return { fractions, attachments: message.attachments };
      },
      { token, photo },
    );

    expect(fractions.at(-1)).to.equal(1);
    expect(attachments[0]).to.include({ kind: 'photo', status: 'available' });
  });

  it('takes out of a photo what stands behind its pixels, however many they are', async () => {
    const { token } = await server.createVisitor();
    const photo = (await pngWithTextAtItsEnd()).toString('base64');

    const prepared = await page.evaluate(
      async ({ token, photo }) => {
        const { SenimClient } = (window as unknown as SdkPage).sdk;
        const client = new SenimClient({ url: location.origin, token: async () => token });
        await client.connect();
        const conversation = await client.conversations.open({ kind: 'support' });
        const bytes = Uint8Array.from(atob(photo), (char) => char.charCodeAt(0));
        const takenOut: string[] = [];
        await conversation.sendPhoto(new Blob([bytes], { type: 'image/png' }), {
          onPrepared: (photo) => takenOut.push(...photo.takenOut),
        });
        await client.close();
        return takenOut;
      },
      { token, photo },
    );

    expect(prepared).to.deep.equal(['metadata']);
  });

  it('ends an upload that is aborted', async () => {
    const { token } = await server.createVisitor();

    const code = await page.evaluate(async (token) => {
      const { SenimClient, SenimError } = (window as unknown as SdkPage).sdk;
      const codeOf = (error: unknown) => (error instanceof SenimError ? error.code : String(error));
      const client = new SenimClient({ url: location.origin, token: async () => token });
      await client.connect();
      const { id } = await client.conversations.open({ kind: 'support' });
      const abort = new AbortController();
      const big = new Blob([new Uint8Array(20_000_000)]);
      const aborted = await client.attachments
        .upload(id, 'file', big, { signal: abort.signal, onProgress: () => abort.abort() })
        .catch(codeOf);
      await client.close();
      return aborted;
    }, token);

    expect(code).to.equal('client/aborted');
  });

  it('sends after a reload what was written before it without a network', async () => {
    const { token } = await server.createVisitor();
    const id = await page.evaluate(async (token) => {
      const { SenimClient, BrowserOutboxStore } = (window as unknown as SdkPage).sdk;
      const client = new SenimClient({ url: location.origin, token: async () => token });
      await client.connect();
      const { id } = await client.conversations.open({ kind: 'support' });
      await client.close();
      const offline = new SenimClient({
        url: location.origin,
        token: async () => token,
        outbox: new BrowserOutboxStore(),
        socketOptions: { path: '/nobody-here' },
      });
      offline.connect().catch(() => {});
      for (const text of ['one', 'two']) {
        offline.conversations
          .get(id)
          .send(text)
          .catch(() => {});
      }
      const kept = new BrowserOutboxStore();
      while ((await kept.load()).length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
      return id;
    }, token);

    await page.reload();
    const texts = await page.evaluate(
      async ({ token, id }) => {
        const { SenimClient, BrowserOutboxStore } = (window as unknown as SdkPage).sdk;
        const outbox = new BrowserOutboxStore();
        const client = new SenimClient({ url: location.origin, token: async () => token, outbox });
        await client.connect();
        const conversation = client.conversations.get(id);
        while ((await conversation.messages()).length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
        while ((await outbox.load()).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
        const messages = await conversation.messages();
        await client.close();
        return messages.map(({ text }) => text);
      },
      { token, id },
    );

    expect(texts).to.deep.equal(['one', 'two']);
  });
});
