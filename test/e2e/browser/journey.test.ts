/** A visitor on the demo page and an agent in the console: consent, words, a photo, an answer. */
import { expect } from 'chai';
import { ensureWeb } from '../../../scripts/ensure-web.ts';
import { phonePhoto } from '../../support/sample-files.ts';
import { type TestServer, testServer } from '../../support/test-server.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { testBrowser } from './browser.ts';
import { consent, messages, openNewest, openWidget, permit, signIn, write } from './steps.ts';

const countMessages = async ({ database }: TestServer): Promise<number> =>
  (await database.pool.query('select 1 from message')).rows.length;

describe('browser: a visitor and an agent', function () {
  this.timeout(180_000);

  before(() => ensureWeb('development'));

  it('talk, from the first consent to an answered photo, without a complaint of either browser', async () => {
    await using server = await testServer();
    const bob = await server.createAgent('agent');
    await using aliceBrowser = await testBrowser();
    await using bobBrowser = await testBrowser();
    const { page: alice, complaints } = await aliceBrowser.open(`${server.url}/demo`);
    const { page: agent, complaints: agentComplaints } = await bobBrowser.open(`${server.url}/console`);

    await openWidget(alice);
    await consent(alice);
    await write(alice, 'My bowl arrived chipped');
    await signIn(agent, bob);
    await openNewest(agent);
    await messages(agent).getByText('My bowl arrived chipped').waitFor();
    // Read by the agent, and said so to those who cannot see ticks.
    await messages(alice).getByText('Read', { exact: true }).waitFor({ state: 'attached' });

    const photo = { name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: await phonePhoto() };
    await alice.locator('input[type=file][accept]').first().setInputFiles(photo);
    await alice.getByRole('textbox', { name: 'Add a caption' }).fill('Look');
    await alice.keyboard.press('Enter');
    await permit(alice, 'May we keep your photo?');
    const receipt = messages(alice).getByText(/^Location.* removed · /);
    await receipt.waitFor();
    expect(await receipt.innerText()).to.match(/kB|MB/);

    await messages(agent).getByText('Look').waitFor();
    const shown = messages(agent).locator('.photo img');
    await waitUntil('the photo is drawn', () => shown.evaluate((image: HTMLImageElement) => image.naturalWidth > 0));

    await agent.getByRole('button', { name: 'Assign to me' }).click();
    await agent.getByText('Assigned to you').waitFor();
    await write(agent, 'A new one leaves today');
    await messages(alice).getByText('A new one leaves today').waitFor();
    await alice.getByText('We are here').waitFor();

    expect(complaints).to.deep.equal([]);
    expect(agentComplaints).to.deep.equal([]);
  });

  it('find the conversation again after a reload, with what was said meanwhile counted on the launcher', async () => {
    await using server = await testServer();
    const bob = await server.createAgent('agent');
    await using aliceBrowser = await testBrowser();
    await using bobBrowser = await testBrowser();
    const { page: alice } = await aliceBrowser.open(`${server.url}/demo`);
    const { page: agent } = await bobBrowser.open(`${server.url}/console`);
    await openWidget(alice);
    await consent(alice);
    await write(alice, 'Are you there?');
    await waitUntil('it is stored', async () => (await countMessages(server)) === 1);
    await alice.goto('about:blank');

    await signIn(agent, bob);
    await openNewest(agent);
    await write(agent, 'We are');
    await waitUntil('it is stored', async () => (await countMessages(server)) === 2);
    await alice.goto(`${server.url}/demo`);
    await alice.getByRole('button', { name: 'Open the chat, 1 unread message' }).click();

    await messages(alice).getByText('Are you there?').waitFor();
    await messages(alice).getByText('We are').waitFor();
  });
});
