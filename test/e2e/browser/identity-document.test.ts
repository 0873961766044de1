/** An identity document goes past the conversation into the vault; a verifier looks at it with a reason. */
import { expect } from 'chai';
import { ensureWeb } from '../../../scripts/ensure-web.ts';
import { phonePhoto } from '../../support/sample-files.ts';
import { testServer } from '../../support/test-server.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { testBrowser } from './browser.ts';
import { consent, field, messages, openWidget, signIn } from './steps.ts';

describe('browser: identity documents', function () {
  this.timeout(90_000);

  before(() => ensureWeb('development'));

  it('are handed over in the widget and looked at in the console, with a reason and a notice', async () => {
    await using server = await testServer();
    const vera = await server.createAgent('verifier');
    await using aliceBrowser = await testBrowser();
    await using veraBrowser = await testBrowser();
    const { page: alice } = await aliceBrowser.open(`${server.url}/demo`);
    await openWidget(alice);
    await consent(alice);
    await field(alice).waitFor();

    await alice.getByRole('button', { name: 'Attach' }).click();
    await alice.getByRole('menuitem', { name: 'Identity document' }).click();
    const sheet = alice.getByRole('dialog', { name: 'Send an identity document' });
    await sheet.getByRole('combobox').selectOption('passport');
    const file = { name: 'passport.jpg', mimeType: 'image/jpeg', buffer: await phonePhoto() };
    await sheet.locator('input[type=file]').setInputFiles(file);
    await sheet.getByRole('button', { name: 'Hand it over' }).click();
    await sheet.getByText('in the locked store').last().waitFor();
    await sheet.getByRole('button', { name: 'Close' }).click();
    expect(await messages(alice).locator('.message').count()).to.equal(0);

    const { page: verifier, complaints } = await veraBrowser.open(`${server.url}/console`);
    await signIn(verifier, vera);
    await verifier.getByText('Passport').waitFor();
    await verifier.getByRole('button', { name: 'Look' }).click();
    const dialog = verifier.getByRole('dialog', { name: 'Passport' });
    await dialog.getByText('This look is recorded').waitFor();
    await dialog.getByRole('button', { name: 'Look' }).click();
    await dialog.getByText('Write a reason first.').waitFor();
    await dialog.getByRole('textbox').fill('Refund 1042');
    await dialog.getByRole('button', { name: 'Look' }).click();

    const picture = dialog.getByRole('img', { name: 'Identity document' });
    await waitUntil('the document is drawn', () =>
      picture.evaluate((image: HTMLImageElement) => image.naturalWidth > 0),
    );
    expect(complaints).to.deep.equal([]);
  });
});
