/** Before somebody agrees, nothing is loaded that is not needed, nothing is sent and nothing is kept. */
import { expect } from 'chai';
import { ensureWeb } from '../../../scripts/ensure-web.ts';
import { testServer } from '../../support/test-server.ts';
import { testBrowser } from './browser.ts';
import { field, openWidget } from './steps.ts';

describe('browser: consent', function () {
  this.timeout(60_000);

  before(() => ensureWeb('development'));

  it('leaves no trace of somebody who declines, on the device or on the server', async () => {
    await using server = await testServer();
    await using browser = await testBrowser();
    const { page } = await browser.open(`${server.url}/demo`);
    const requests: string[] = [];
    page.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));

    await openWidget(page);
    await page.getByRole('button', { name: 'No, thank you' }).click();
    await page.getByText('Nothing was kept.').waitFor();

    expect(requests.filter((request) => request.startsWith('POST'))).to.deep.equal([]);
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).to.deep.equal([
      0,
      0,
      '',
    ]);
    expect(await browser.context.cookies()).to.deep.equal([]);
  });

  it('ticks nothing beforehand, and does not go on without what is needed', async () => {
    await using server = await testServer();
    await using browser = await testBrowser();
    const { page } = await browser.open(`${server.url}/demo`);

    await openWidget(page);
    const boxes = page.getByRole('checkbox');
    await boxes.first().waitFor();
    expect(await boxes.count()).to.equal(3);
    expect(await page.getByRole('checkbox', { checked: true }).count()).to.equal(0);
    // It says that it is disabled, and still answers with what is missing.
    await page.getByRole('button', { name: 'Agree and start' }).click({ force: true });

    await page.getByRole('alert').getByText('Tick the box').waitFor();
    const needed = page.getByRole('group', { name: 'Needed for the chat' }).getByRole('checkbox');
    expect(await needed.evaluate((box) => box.matches(':focus')), 'shown what is missing').to.equal(true);
    expect(await field(page).count()).to.equal(0);
    expect(await page.evaluate(() => localStorage.length)).to.equal(0);
  });
});
