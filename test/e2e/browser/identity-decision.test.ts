/** A verifier decides in the console, and the person is told in the widget, now and when they come back. */
import { expect } from 'chai';
import { ensureWeb } from '../../../scripts/ensure-web.ts';
import { phonePhoto } from '../../support/sample-files.ts';
import { testServer } from '../../support/test-server.ts';
import { testBrowser } from './browser.ts';
import { consent, field, openWidget, signIn } from './steps.ts';

const ZONE = ['IDKAZ0000000000750308400006<<<', '7503083F3512311KAZ<<<<<<<<<<<3', 'ULGI<<AIGERIM<<<<<<<<<<<<<<<<<'];

describe('browser: deciding on identity documents', function () {
  this.timeout(90_000);

  before(() => ensureWeb('development'));

  it('is done with check digits verified, and told to the person', async () => {
    await using server = await testServer({ settings: { SENIM_VERIFICATION_FOUR_EYES: 'off' } });
    const vera = await server.createAgent('verifier');
    await using aliceBrowser = await testBrowser();
    await using veraBrowser = await testBrowser();
    const { page: alice } = await aliceBrowser.open(`${server.url}/demo`);
    await openWidget(alice);
    await consent(alice);
    await field(alice).waitFor();
    const handOver = async () => {
      await alice.getByRole('button', { name: 'Attach' }).click();
      await alice.getByRole('menuitem', { name: 'Identity document' }).click();
      const sheet = alice.getByRole('dialog', { name: 'Send an identity document' });
      const file = { name: 'card.jpg', mimeType: 'image/jpeg', buffer: await phonePhoto() };
      await sheet.locator('input[type=file]').setInputFiles(file);
      await sheet.getByRole('button', { name: 'Hand it over' }).click();
      await sheet.getByText('in the locked store').last().waitFor();
      await sheet.getByRole('button', { name: 'Close' }).click();
    };
    await handOver();
    await handOver();

    const { page: verifier, complaints } = await veraBrowser.open(`${server.url}/console`);
    await signIn(verifier, vera);
    const decide = verifier.getByRole('button', { name: 'Decide', exact: true });
    await decide.first().click();
    const form = verifier.getByRole('dialog', { name: 'Decide on this document' });
    const zone = form.getByRole('textbox', { name: 'Machine-readable zone' });
    await zone.fill(ZONE.join('\n').replace('7503083F', '7503093F'));
    await form.getByRole('button', { name: 'Check' }).click();
    await form.getByText('zone/birthDateCheckDigit').waitFor();
    await form.getByRole('button', { name: 'Verified' }).click();
    await form.getByRole('alert').getByText('zone/birthDateCheckDigit').waitFor();
    await zone.fill(ZONE.join('\n'));
    await form.getByRole('button', { name: 'Check' }).click();
    await form.getByText('Check digits and fields agree.').waitFor();
    await form.getByRole('button', { name: 'Verified' }).click();
    await verifier.getByRole('status').getByText('verified').waitFor();
    const accepted = alice.getByRole('dialog', { name: 'Your document was accepted' });
    await accepted.getByText('Nothing more is needed.').waitFor();
    await accepted.getByRole('button', { name: 'Close' }).click();
    await accepted.waitFor({ state: 'detached' });

    await decide.first().click();
    await form.getByRole('combobox').selectOption('unreadable');
    await form.getByRole('textbox', { name: 'What the person should know' }).fill('The lower edge is cut off.');
    await form.getByRole('button', { name: 'Reject' }).click();
    await verifier.getByRole('status').getByText('rejected').waitFor();
    const rejected = alice.getByRole('dialog', { name: 'Your document was not accepted' });
    await rejected.getByText('The lower edge is cut off.').waitFor();
    await rejected.getByText('You can send it again').waitFor();
    await alice.reload();
    await openWidget(alice);
    await rejected.getByText('It cannot be read.').waitFor();
    // The browser complains of the refusal that was provoked, and of nothing else.
    expect(complaints.filter((each) => !each.includes('422'))).to.deep.equal([]);
  });
});
