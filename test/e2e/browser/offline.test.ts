/** A message written without a network waits, and leaves by itself, once. */
import { expect } from 'chai';
import { ensureWeb } from '../../../scripts/ensure-web.ts';
import { testServer } from '../../support/test-server.ts';
import { testBrowser } from './browser.ts';
import { consent, field, messages, openWidget, write } from './steps.ts';

describe('browser: no network', function () {
  this.timeout(180_000);

  before(() => ensureWeb('development'));

  it('says so, keeps what is written, and sends it when the network is back', async () => {
    await using server = await testServer();
    await using browser = await testBrowser();
    const { page } = await browser.open(`${server.url}/demo`);
    await openWidget(page);
    await consent(page);
    await field(page).waitFor();

    await browser.context.setOffline(true);
    await page.getByText('You are offline.').waitFor({ timeout: 60_000 });
    await write(page, 'From the tunnel');
    await messages(page).getByText('Sending', { exact: true }).waitFor({ state: 'attached' });
    await browser.context.setOffline(false);

    await messages(page).getByText('Sent', { exact: true }).waitFor({ state: 'attached', timeout: 60_000 });
    expect(await messages(page).getByText('From the tunnel').count()).to.equal(1);
  });
});
