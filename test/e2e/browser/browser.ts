/** Chromium with a folder of its own, and pages that remember what their console complained about. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

export interface WatchedPage {
  readonly page: Page;
  /** Errors and warnings of the page's console, violations of its security policy among them. */
  readonly complaints: readonly string[];
}

export interface TestBrowser extends AsyncDisposable {
  readonly context: BrowserContext;
  open(url: string): Promise<WatchedPage>;
}

/** One for each person: they share no storage. */
export const testBrowser = async (options: BrowserContextOptions = {}): Promise<TestBrowser> => {
  const folder = await mkdtemp(join(tmpdir(), 'senim-browser-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ARGUMENTS,
    locale: 'en-GB',
    ...options,
  });
  context.setDefaultTimeout(30_000);
  return {
    context,
    open: async (url) => {
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.goto(url);
      return { page, complaints };
    },
    [Symbol.asyncDispose]: async () => {
      await context.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
