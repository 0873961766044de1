/** Identity documents and the chat: what is caught is offered the separate door, what was asked for is handed over there. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { ensureWeb } from '../../../scripts/ensure-web.ts';
import { phonePhoto } from '../../support/sample-files.ts';
import { specimenPhoto } from '../../support/specimens/specimen-photo.ts';
import { testServer } from '../../support/test-server.ts';
import { requireTypefaces } from '../../support/typefaces.ts';
import { testBrowser } from './browser.ts';
import { consent, field, messages, openNewest, openWidget, permit, signIn } from './steps.ts';

/** A blank form: the words of a card without a person's data. */
const form = (): Promise<Buffer> =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="700"><rect width="1200" height="700" fill="#fff"/>
       <g font-family="DejaVu Sans" font-size="52" fill="#000"><text x="80" y="140">Surname</text>
       <text x="80" y="300">Name</text><text x="80" y="460">Date of birth</text></g></svg>`,
    ),
  )
    .jpeg({ quality: 90 })
    .toBuffer();

const choosePhoto = async (page: Page, buffer: Buffer): Promise<void> => {
  await page
    .locator('input[type=file][accept]')
    .first()
    .setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer });
  await page.getByRole('button', { name: 'Send', exact: true }).click();
};

describe('browser: identity documents and the chat', function () {
  this.timeout(180_000);

  before(async function () {
    requireTypefaces(this);
    await ensureWeb('development');
  });

  it('offers the separate door for what is caught, and asks about what may be one', async () => {
    await using server = await testServer();
    await using browser = await testBrowser();
    const { page, complaints } = await browser.open(`${server.url}/demo`);
    await openWidget(page);
    await consent(page);
    await field(page).waitFor();

    await choosePhoto(page, (await specimenPhoto('passport-page', 660_001)).jpeg);
    await permit(page, 'May we keep your photo?');
    await messages(page).getByRole('button', { name: 'Hand it over safely' }).click();
    const sheet = page.getByRole('dialog', { name: 'Send an identity document' });
    await sheet.getByRole('button', { name: 'Hand it over' }).click();
    await sheet.getByText('in the locked store').last().waitFor();
    await sheet.getByRole('button', { name: 'Close' }).click();
    expect(await messages(page).locator('.message').count()).to.equal(0);

    await choosePhoto(page, await form());
    await messages(page).getByRole('button', { name: 'It is not an identity document: send it' }).click();
    await messages(page).locator('.message .photo img').waitFor();
    await messages(page).getByRole('button', { name: 'Hand it over safely' }).waitFor({ state: 'detached' });
    await messages(page).locator('.ticks.sent, .ticks.delivered').waitFor({ state: 'attached' });
    // What was refused is an answer of the server that Chromium reports as an error.
    expect(complaints.filter((complaint) => !complaint.includes('422'))).to.deep.equal([]);
  });

  it('shows what the company asks for, takes it at the separate door, and says that it has come', async () => {
    await using server = await testServer();
    await using browser = await testBrowser();
    const { page, complaints } = await browser.open(`${server.url}/demo`);
    await openWidget(page);
    await consent(page);
    await field(page).fill('I want my money back');
    await field(page).press('Enter');
    await messages(page).locator('.ticks.sent, .ticks.delivered').waitFor({ state: 'attached' });
    await using bobBrowser = await testBrowser();
    const { page: desk } = await bobBrowser.open(`${server.url}/console`);
    await signIn(desk, await server.createAgent('agent'));
    await openNewest(desk);
    await desk.getByRole('button', { name: 'Ask for a document' }).click();
    const form = desk.getByRole('dialog', { name: 'Ask for a document' });
    await form.getByRole('checkbox', { name: 'Identity card' }).uncheck();
    await form.getByRole('checkbox', { name: 'Passport' }).check();
    await form.getByRole('textbox').fill('Refund 1042');
    await form.getByRole('button', { name: 'Ask', exact: true }).click();

    const card = messages(page).getByRole('region', { name: 'The company asks for a document' });
    await card.getByText('Refund 1042').waitFor();
    await card.getByRole('button', { name: 'Hand it over safely' }).click();
    const sheet = page.getByRole('dialog', { name: 'Send an identity document' });
    expect(await sheet.getByRole('option').allTextContents()).to.deep.equal(['Passport']);
    const file = { name: 'passport.jpg', mimeType: 'image/jpeg', buffer: await phonePhoto() };
    await sheet.locator('input[type=file]').setInputFiles(file);
    await sheet.getByRole('button', { name: 'Hand it over' }).click();
    await sheet.getByText('in the locked store').last().waitFor();
    await sheet.getByRole('button', { name: 'Close' }).click();

    await card.getByText('Answered. Thank you.').waitFor();
    await messages(desk).getByText('Answered. Thank you.').waitFor();
    expect(complaints).to.deep.equal([]);
  });
});
