/** Every form in which voice messages are stored plays in a browser, for as long as it says. */
import { SenimClient } from '@senim/client';
import { expect } from 'chai';
import { requireTool } from '../../support/installed-tool.ts';
import { type SpokenName, spokenVoices } from '../../support/spoken-voice.ts';
import { type TestServer, testServer } from '../../support/test-server.ts';
import { type TestBrowser, testBrowser } from './browser.ts';

/** One of each form that is stored without ffmpeg. */
const FORMS: Readonly<Record<string, SpokenName>> = {
  'Opus in MP4': 'webm-opus.webm',
  'AAC in MP4': 'fragmented-aac.mp4',
  MP3: 'variable.mp3',
  WAV: 'ulaw.wav',
};

describe('stored voice messages', function () {
  this.timeout(180_000);
  let servers: readonly TestServer[];
  let browser: TestBrowser;
  let voices: ReadonlyMap<SpokenName, Buffer>;

  before(async function () {
    for (const name of ['chromium', 'espeak-ng', 'ffmpeg', 'ffprobe']) requireTool(this, name);
    ({ voices } = await spokenVoices());
    const plain = await testServer({ settings: { SENIM_FFMPEG: 'off' } });
    servers = [plain, await testServer({ settings: { SENIM_FFMPEG: 'auto' }, besides: plain })];
    browser = await testBrowser();
  });
  after(async () => {
    await browser?.[Symbol.asyncDispose]();
    for (const server of [...(servers ?? [])].reverse()) await server[Symbol.asyncDispose]();
  });

  const store = async ({ url, createVisitor }: TestServer, name: SpokenName) => {
    const { token } = await createVisitor();
    const client = new SenimClient({ url, token: async () => token });
    await client.connect();
    const { id } = await client.conversations.open({ kind: 'support' });
    const file = new File([new Uint8Array(voices.get(name) as Buffer)], name);
    const attachment = await client.attachments.upload(id, 'voice', file);
    const link = await client.attachments.link(attachment.id);
    await client.close();
    return { ...attachment, page: `${url}/demo`, link: link.url };
  };

  /** Plays its end as well: what breaks off does not get there. */
  const play = async (stored: { page: string; link: string }) => {
    const { page } = await browser.open(stored.page);
    const played = await page.evaluate(async (link) => {
      const audio = new Audio(link);
      audio.muted = true;
      const event = (name: string) =>
        new Promise((resolve, reject) => {
          audio.addEventListener(name, resolve, { once: true });
          audio.addEventListener('error', () => reject(new Error(audio.error?.message)), { once: true });
        });
      await event('loadedmetadata');
      const { duration } = audio;
      audio.currentTime = duration - 1;
      const ended = event('ended');
      await audio.play();
      await ended;
      return { duration, end: audio.currentTime };
    }, stored.link);
    await page.close();
    return played;
  };

  for (const [form, name] of Object.entries(FORMS)) {
    it(`play as ${form}`, async () => {
      const attachment = await store(servers[0] as TestServer, name);

      const { duration, end } = await play(attachment);

      expect(duration * 1_000).to.be.closeTo(attachment.durationMs ?? 0, 60);
      expect(end).to.be.closeTo(duration, 0.1);
    });
  }

  it('play as encoded anew by ffmpeg', async () => {
    const attachment = await store(servers[1] as TestServer, 'variable.mp3');

    const { duration } = await play(attachment);

    expect(attachment.mediaType).to.equal('audio/mp4');
    expect(duration * 1_000).to.be.closeTo(attachment.durationMs ?? 0, 60);
  });
});
