/** What strangers fetch of the widget until they can write, weighed in a browser as it comes; and the way where no WebSocket passes. */
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { ensureWeb } from '../../../scripts/ensure-web.ts';
import { testServer } from '../../support/test-server.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { testBrowser } from './browser.ts';
import { consent, field, messages, openNewest, openWidget, signIn, write } from './steps.ts';

const LIMIT_BYTES = 46_500;

describe('browser: the first load', function () {
  this.timeout(120_000);

  before(() => ensureWeb('development'));

  it('weighs at most 46.5 kB compressed until a stranger can write', async () => {
    await using server = await testServer();
    await using browser = await testBrowser({ locale: 'ru-RU' });
    const { page } = await browser.open('about:blank');
    const weights = new Map<string, Promise<number>>();
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (!pathname.startsWith('/widget')) return;
      const weigh = async (): Promise<number> => {
        // As it is in production: without the pointer to its source map.
        const text = (await response.text()).replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n');
        return gzipSync(text, { level: 9 }).length;
      };
      weights.set(pathname, weigh());
    });

    await page.goto(`${server.url}/demo`);
    await page.locator('senim-chat').evaluate((chat) => chat.setAttribute('locale', 'ru'));
    await page.locator('senim-chat .launcher').click();
    await page.getByRole('checkbox').first().check();
    await page.locator('senim-chat .panel .button:not(.quiet)').last().click();
    await page.locator('senim-chat textarea').waitFor();
    const bytes = (await Promise.all(weights.values())).reduce((sum, weight) => sum + weight, 0);

    expect([...weights.keys()].some((path) => path.includes('/ru-'))).to.equal(true);
    expect(bytes).to.be.within(30_000, LIMIT_BYTES);
  });

  it('is followed by a conversation over plain requests where no WebSocket passes', async () => {
    await using server = await testServer();
    const bob = await server.createAgent('agent');
    await using visitors = await testBrowser();
    await using agents = await testBrowser();
    for (const { context } of [visitors, agents]) {
      await context.addInitScript(() => {
        // As behind a proxy that lets none through: it is begun, and fails.
        const Real = WebSocket;
        globalThis.WebSocket = class extends Real {
          constructor() {
            super(`ws://${location.hostname}:9/`);
          }
        };
      });
    }
    const { page } = await visitors.open(`${server.url}/demo`);
    await openWidget(page);
    await consent(page);
    await field(page).waitFor();
    await write(page, 'Through the wall');

    const { page: agent } = await agents.open(`${server.url}/console`);
    await signIn(agent, bob);
    await openNewest(agent);
    await messages(agent).getByText('Through the wall').waitFor();
    await write(agent, 'We hear you');
    await messages(page).getByText('We hear you').waitFor();
    await waitUntil('it was read', async () => (await messages(page).getByText('Read', { exact: true }).count()) > 0);
  });
});
