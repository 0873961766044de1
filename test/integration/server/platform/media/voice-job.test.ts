/** Voice messages are carried over into a container without tags. */
import { expect } from 'chai';
import type { MediaFacts, VoiceJob } from '../../../../../server/src/platform/media/media-job.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { requireTool, runTool } from '../../../../support/installed-tool.ts';
import { runMedia, testMediaPool } from '../../../../support/media.ts';
import * as samples from '../../../../support/sample-files.ts';

const job: VoiceJob = { kind: 'voice', maxSeconds: 600 };

describe('the voice job', () => {
  let pool: MediaPool;
  before(() => {
    pool = testMediaPool();
  });
  after(() => pool[Symbol.asyncDispose]());

  const rebuild = async (file: Buffer): Promise<{ facts: MediaFacts; full: Buffer }> => {
    const { answer, outputs } = await runMedia(pool, job, file);
    if (answer.outcome !== 'done') throw new Error(`refused: ${answer.reason}, ${answer.detail}`);
    return { facts: answer.facts, full: outputs.get('full') as Buffer };
  };
  const refusal = async (file: Buffer): Promise<string> => {
    const { answer } = await runMedia(pool, job, file);
    return answer.outcome === 'refused' ? answer.reason : 'taken';
  };

  for (const [container, make] of Object.entries({
    'WebM with Opus': samples.webmVoice,
    'Ogg with Opus': samples.oggVoice,
    'MP4 with AAC': samples.mp4Voice,
    MP3: samples.mp3Voice,
  })) {
    it(`makes of ${container} an MP4 without tags, and measures it`, async () => {
      const { facts, full } = await rebuild(await make(2));

      expect(facts.mediaType).to.equal('audio/mp4');
      expect(facts.removed).to.include('tags');
      expect(facts.durationMs).to.be.within(1_950, 2_100);
      expect(facts.waveform).to.have.length(64);
      expect(full.toString('latin1', 4, 8)).to.equal('ftyp');
      expect(/canary/i.test(full.toString('latin1'))).to.equal(false);
    });
  }

  it('tells when a place was removed', async () => {
    expect((await rebuild(await samples.oggVoice())).facts.removed).to.include('location');
  });

  it('leaves nothing that exiftool finds', async function () {
    requireTool(this, 'exiftool');
    const { full } = await rebuild(await samples.webmVoice());

    const found = JSON.parse((await runTool('exiftool', ['-j', '-G1', '-a', '-u', '-'], full)).toString())[0];

    expect(Object.keys(found).filter((key) => /^(ItemList|UserData|Keys|XMP|ID3)/.test(key))).to.deep.equal([]);
  });

  it('refuses what is longer than it may be', async () => {
    expect(await refusal(await samples.webmVoice(601))).to.equal('too-large');
  });

  it('refuses other containers and codecs', async () => {
    const wav = Buffer.concat([Buffer.from('RIFF\x24\0\0\0WAVEfmt ', 'latin1'), Buffer.alloc(60)]);

    for (const file of [wav, Buffer.from('#EXTM3U\nfile:///etc/passwd'), samples.svg(), Buffer.alloc(0)]) {
      expect(await refusal(file)).to.equal('type-not-allowed');
    }
  });
});
