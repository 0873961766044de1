/** No serious violation that axe finds, in any stage of widget and console, light and dark; and the keyboard goes everywhere. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { ensureWeb } from '../../../scripts/ensure-web.ts';
import { phonePhoto } from '../../support/sample-files.ts';
import { testServer } from '../../support/test-server.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { testBrowser } from './browser.ts';
import { consent, field, messages, openNewest, openWidget, permit, signIn, write } from './steps.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What is still fading in has no colour of its own yet; what turns without an end does not count. */
const stillness = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => {
    const roots: (Document | ShadowRoot)[] = [document];
    for (const root of roots) {
      for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) roots.push(shadowRoot);
    }
    return roots
      .flatMap((root) => root.getAnimations())
      .every(({ playState, effect }) => playState !== 'running' || effect?.getComputedTiming().endTime === Infinity);
  });
};

/** What axe calls serious or critical; each with where and why. */
const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(await readFile(axePath, 'utf8'));
  await stillness(page);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    return (await axe.run()).violations;
  });
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
};

/** Photos before and after sending, enlarged, and a voice message being recorded. */
const checkFiles = async (page: Page): Promise<void> => {
  const photo = { name: 'a.jpg', mimeType: 'image/jpeg', buffer: await phonePhoto() };
  const file = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Some notes\n') };
  await page
    .locator('input[type=file][accept]')
    .first()
    .setInputFiles([photo, { ...photo, name: 'b.jpg' }]);
  await page.getByRole('button', { name: 'Add more photos' }).waitFor();
  expect(await violations(page), 'photos to send').to.deep.equal([]);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await permit(page, 'May we keep your photo?');
  await messages(page)
    .getByText(/ removed · /)
    .waitFor();
  await page.locator('input[type=file]:not([accept])').setInputFiles(file);
  await messages(page)
    .getByRole('button', { name: /^Download .*notes.txt$/ })
    .waitFor();
  expect(await violations(page), 'files in the conversation').to.deep.equal([]);
  await messages(page).locator('.photo').first().click();
  await page.getByRole('dialog', { name: 'a.jpg' }).getByRole('img').waitFor();
  expect(await violations(page), 'viewer').to.deep.equal([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Record a voice message' }).click();
  await permit(page, 'May we keep your voice message?');
  await page.getByRole('button', { name: 'Stop recording' }).click();
  await page.getByRole('button', { name: 'Send the voice message' }).waitFor();
  expect(await violations(page), 'recorded').to.deep.equal([]);
  await page.getByRole('button', { name: 'Delete the recording' }).click();
};

describe('browser: accessibility', function () {
  this.timeout(240_000);

  before(() => ensureWeb('development'));

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has no serious violation, ${colorScheme}`, async () => {
      await using server = await testServer();
      const bob = await server.createAgent('agent', 'verifier');
      await using browser = await testBrowser({ colorScheme });
      const { page } = await browser.open(`${server.url}/demo`);
      expect(await violations(page), 'demo page').to.deep.equal([]);
      await openWidget(page);
      await page.getByText('Read the whole policy').click();
      expect(await violations(page), 'consent').to.deep.equal([]);
      await consent(page);
      await write(page, 'See https://example.com');
      await messages(page).getByText('Sent', { exact: true }).waitFor({ state: 'attached' });
      expect(await violations(page), 'conversation').to.deep.equal([]);
      await checkFiles(page);
      await page.getByRole('button', { name: 'Attach' }).click();
      await page.getByRole('menuitem', { name: 'Identity document' }).click();
      expect(await violations(page), 'identity document').to.deep.equal([]);

      const { page: agent } = await browser.open(`${server.url}/console`);
      expect(await violations(agent), 'sign-in').to.deep.equal([]);
      await signIn(agent, bob);
      await openNewest(agent);
      await messages(agent).getByText('See https://example.com').waitFor();
      await agent.getByRole('button', { name: 'Identity documents' }).click();
      expect(await violations(agent), 'console').to.deep.equal([]);
    });
  }

  it('opens, moves and closes by keyboard, and gives the focus back', async () => {
    await using server = await testServer();
    await using browser = await testBrowser();
    const { page } = await browser.open(`${server.url}/demo`);
    const focused = () =>
      page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('aria-label'));

    await page.getByRole('button', { name: 'Open the chat' }).focus();
    await page.keyboard.press('Enter');
    await consent(page);
    await field(page).waitFor();
    await page.getByRole('button', { name: 'Attach' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Photo' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Escape');
    await waitUntil('the focus is back at the menu’s button', async () => (await focused()) === 'Attach');
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Open the chat' }).waitFor();
    await waitUntil('the focus is back at the launcher', async () => (await focused()) === 'Open the chat');
  });
});
