/** Documents in widget and console: the safe copy first, pages to read; and files that the malware scanner has not seen yet. */
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { ensureWeb } from '../../../scripts/ensure-web.ts';
import { eicar } from '../../support/eicar.ts';
import { requireTool } from '../../support/installed-tool.ts';
import { pdfOf } from '../../support/sample-documents.ts';
import { phonePhoto } from '../../support/sample-files.ts';
import { testClamd } from '../../support/services/clamd.ts';
import { testServer } from '../../support/test-server.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { type TestBrowser, testBrowser } from './browser.ts';
import { consent, messages, openNewest, openWidget, permit, signIn, write } from './steps.ts';

const sendFile = async (page: Page, name: string, mimeType: string, buffer: Buffer): Promise<void> => {
  await page.locator('input[type=file]').last().setInputFiles({ name, mimeType, buffer });
};

const openConsole = async (browser: TestBrowser, url: string, agent: { email: string; password: string }) => {
  const { page } = await browser.open(`${url}/console`);
  await signIn(page, agent);
  await openNewest(page);
  return page;
};

const downloaded = async (page: Page, name: RegExp): Promise<{ name: string; bytes: Buffer }> => {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name }).click();
  const download = await downloading;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
};

describe('browser: documents', function () {
  this.timeout(180_000);

  before(() => ensureWeb('development'));

  it('offer an agent the pages and the safe copy first, then the original with a warning', async () => {
    await using server = await testServer();
    await using visitors = await testBrowser();
    await using agents = await testBrowser();
    const { page, complaints } = await visitors.open(`${server.url}/demo`);
    await openWidget(page);
    await consent(page);
    await write(page, 'The contract');
    const pdf = pdfOf({ pages: 3 });
    await sendFile(page, 'contract.pdf', 'application/pdf', pdf);
    const card = messages(page).locator('.document-card');
    await card.getByText('PDF · 3 pages').waitFor();

    const console = await openConsole(agents, server.url, await server.createAgent('agent'));
    await console.getByRole('button', { name: 'Look at the pages: contract.pdf' }).click();
    const viewer = console.getByRole('dialog', { name: 'contract.pdf 1' });
    await viewer.getByText('1 of 3').waitFor();
    await waitUntil('the first page is drawn', () =>
      viewer.getByRole('img').evaluate((image: HTMLImageElement) => image.naturalWidth > 400),
    );
    await console.keyboard.press('ArrowRight');
    await console.getByRole('dialog', { name: 'contract.pdf 2' }).getByText('2 of 3').waitFor();
    await console.keyboard.press('Escape');
    await console.getByText('The original was not checked for malware.').waitFor();
    const safeCopy = await downloaded(console, /^Safe copy/);
    const original = await downloaded(console, /^Original/);

    expect(safeCopy.name)
      .to.match(/^contract.*\.pdf$/)
      .and.not.to.equal('contract.pdf');
    expect(safeCopy.bytes.subarray(0, 5).toString()).to.equal('%PDF-');
    expect(safeCopy.bytes.includes('Canary')).to.equal(false);
    expect(original).to.deep.equal({ name: 'contract.pdf', bytes: pdf });
    expect(complaints).to.deep.equal([]);
  });

  it('and photos are said to be checked until the scanner is back, then opened, or refused with the reason', async function () {
    requireTool(this, 'clamd');
    await using clamd = await testClamd({ isStarted: false });
    await using server = await testServer({ settings: { CLAMD_URL: clamd.url, SENIM_LOG_LEVEL: 'silent' } });
    await using visitors = await testBrowser();
    await using agents = await testBrowser();
    const { page } = await visitors.open(`${server.url}/demo`);
    await openWidget(page);
    await consent(page);
    await write(page, 'Here they come');
    await sendFile(page, 'notes.txt', 'text/plain', eicar());
    await messages(page).getByText('Being checked. It opens as soon as that is done.').waitFor();
    const photo = { name: 'a.jpg', mimeType: 'image/jpeg', buffer: await phonePhoto({ width: 300, height: 200 }) };
    await page.locator('input[type=file][accept]').first().setInputFiles(photo);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await permit(page, 'May we keep your photo?');
    const console = await openConsole(agents, server.url, await server.createAgent('agent'));
    for (const each of [page, console]) {
      await waitUntil(
        'both are being checked',
        async () =>
          (await messages(each)
            .getByText(/Being checked/)
            .count()) === 2,
      );
    }

    await clamd.start();

    for (const each of [page, console]) {
      await messages(each)
        .getByText(/malware/)
        .waitFor();
      await messages(each).locator('.photo img').waitFor();
      expect(
        await messages(each)
          .getByText(/Being checked/)
          .count(),
      ).to.equal(0);
    }
  });
});
