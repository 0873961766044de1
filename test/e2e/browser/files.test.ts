/** Photos and voice in the widget: cleaned before they leave, kept in order, recorded with a meter, heard before sending. */
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { ensureWeb } from '../../../scripts/ensure-web.ts';
import { phonePhoto } from '../../support/sample-files.ts';
import { testServer } from '../../support/test-server.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { cuttableProxy } from '../sdk/cuttable-proxy.ts';
import { testBrowser } from './browser.ts';
import { consent, field, messages, openWidget, permit } from './steps.ts';

const jpeg = async (name: string, width: number, height: number) => ({
  name,
  mimeType: 'image/jpeg',
  buffer: await phonePhoto({ width, height }),
});

/** So that “playing” lasts until it is seen, on a slow machine as well. */
const playOverAndOver = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { play } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.play = function () {
      this.loop = true;
      return play.call(this);
    };
  });

describe('browser: photos and voice', function () {
  this.timeout(180_000);

  before(() => ensureWeb('development'));

  it('sends photos as one message in their order, and no metadata leaves the browser', async () => {
    await using server = await testServer();
    await using proxy = await cuttableProxy(server.url, { keeps: true });
    await using browser = await testBrowser();
    const { page } = await browser.open(`${proxy.url}/demo`);
    await openWidget(page);
    await consent(page);
    const photos = [
      await jpeg('one.jpg', 300, 200),
      await jpeg('two.jpg', 400, 200),
      await jpeg('three.jpg', 500, 200),
    ];
    expect(photos.every(({ buffer }) => buffer.includes('Exif') && buffer.includes('Canary'))).to.equal(true);

    await page.locator('input[type=file][accept]').first().setInputFiles(photos);
    await page.getByRole('button', { name: 'Leave this photo out: two.jpg' }).click();
    await page.getByRole('textbox', { name: 'Add a caption' }).fill('Chipped');
    await page.keyboard.press('Enter');
    await permit(page, 'May we keep your photo?');
    await messages(page)
      .getByText(/^Location.* removed · /)
      .waitFor();

    expect(await messages(page).locator('.message').count()).to.equal(1);
    const names = await messages(page)
      .locator('.photo')
      .evaluateAll((tiles) => tiles.map((tile) => tile.ariaLabel));
    expect(names).to.deep.equal(['Enlarge the photo, 1 of 2', 'Enlarge the photo, 2 of 2']);
    const left = Buffer.concat([...proxy.heard]);
    expect(left.includes('filename="one.jpg"') && left.includes('filename="three.jpg"')).to.equal(true);
    expect(['Exif', 'Canary', 'two.jpg'].filter((trace) => left.includes(trace))).to.deep.equal([]);

    await messages(page).locator('.photo').first().click();
    const viewer = page.getByRole('dialog', { name: 'one.jpg' });
    await viewer.getByText('1 of 2').waitFor();
    // Upright: what was 300 wide and lay on its side is 200 wide now.
    await waitUntil('the first photo is drawn in full', () =>
      viewer.getByRole('img').evaluate((image: HTMLImageElement) => image.naturalWidth === 200),
    );
    await page.keyboard.press('ArrowRight');
    await page.getByRole('dialog', { name: 'three.jpg' }).getByText('2 of 2').waitFor();
    await page.keyboard.press('Escape');
    await viewer.waitFor({ state: 'detached' });
    await field(page).waitFor();
  });

  it('gives strangers on the demo page a photo with a place, and tells them that it was removed', async () => {
    await using server = await testServer();
    await using browser = await testBrowser();
    const { page, complaints } = await browser.open(`${server.url}/demo`);
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'No phone at hand?' }).click();
    const buffer = await readFile(await (await downloading).path());
    const { exif } = await sharp(buffer).metadata();
    expect(exif?.includes('Demo phone')).to.equal(true);
    await openWidget(page);
    await consent(page);

    await page
      .locator('input[type=file][accept]')
      .first()
      .setInputFiles({ name: 'IMG_2041.jpg', mimeType: 'image/jpeg', buffer });
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await permit(page, 'May we keep your photo?');

    await messages(page)
      .getByText(/^Location, camera data.* removed · /)
      .waitFor();
    expect(complaints).to.deep.equal([]);
  });

  it('records a voice message with a meter, plays it before and after it is sent, faster on demand', async () => {
    await using server = await testServer();
    await using browser = await testBrowser();
    const { page, complaints } = await browser.open(`${server.url}/demo`);
    await playOverAndOver(page);
    await openWidget(page);
    await consent(page);

    await page.getByRole('button', { name: 'Record a voice message' }).click();
    await permit(page, 'May we keep your voice message?');
    const meter = page.locator('.recorder .wave i');
    // The browser's own test microphone beeps once a second.
    await waitUntil('the meter shows a sound', () =>
      meter.evaluateAll((bars) => bars.some((bar) => Number.parseFloat((bar as HTMLElement).style.height) > 40)),
    );
    await page.getByRole('timer').getByText('0:01').waitFor();
    await page.getByRole('button', { name: 'Stop recording' }).press('Enter');
    await page.getByRole('button', { name: 'Play' }).press('Enter');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.getByRole('button', { name: 'Send the voice message' }).press('Enter');

    const bubble = messages(page).getByRole('group', { name: 'Voice message' });
    await bubble.getByRole('button', { name: 'Speed 1×' }).press('Enter');
    await bubble.getByRole('button', { name: 'Speed 1.5×' }).waitFor();
    await bubble.getByRole('button', { name: 'Play' }).press('Enter');
    const slider = bubble.getByRole('slider');
    await waitUntil('it is heard', async () => Number(await slider.inputValue()) > 0);
    expect(complaints).to.deep.equal([]);
  });

  it('says what to do when the microphone is blocked', async () => {
    await using server = await testServer();
    await using browser = await testBrowser();
    const { page } = await browser.open(`${server.url}/demo`);
    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await openWidget(page);
    await consent(page);

    await page.getByRole('button', { name: 'Record a voice message' }).click();
    await permit(page, 'May we keep your voice message?');

    await page.getByRole('alert').getByText('The microphone is blocked.').waitFor();
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await field(page).waitFor();
  });
});
