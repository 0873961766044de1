/** Voice messages are written anew in a form without tags that browsers play, or refused with the reason. */
import { expect } from 'chai';
import { BufferTarget, EncodedAudioPacketSource, EncodedPacket, Mp4OutputFormat, Output } from 'mediabunny';
import type { MediaFacts, VoiceJob } from '../../../../../server/src/platform/media/media-job.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { requireTool } from '../../../../support/installed-tool.ts';
import { runMedia, testMediaPool } from '../../../../support/media.ts';
import * as samples from '../../../../support/sample-files.ts';
import { type Spoken, type SpokenName, spokenVoices } from '../../../../support/spoken-voice.ts';
import { tagsIn } from '../../../../support/voice-tags.ts';

const job: VoiceJob = { kind: 'voice', maxSeconds: 600 };

/** What is stored for what is sent, where there is no ffmpeg to encode it anew. */
const STORED: Readonly<Record<SpokenName, string>> = {
  'webm-opus.webm': 'audio/mp4',
  'ogg-opus.ogg': 'audio/mp4',
  'mp4-aac.m4a': 'audio/mp4',
  'fragmented-aac.mp4': 'audio/mp4',
  'quicktime-aac.mov': 'audio/mp4',
  'adts.aac': 'audio/mp4',
  'constant.mp3': 'audio/mpeg',
  'variable.mp3': 'audio/mpeg',
  'pcm16.wav': 'audio/wav',
  'pcm24.wav': 'audio/wav',
  'float.wav': 'audio/wav',
  'ulaw.wav': 'audio/wav',
};

/** An MP4 with packets of Opus that play 20 milliseconds each, whatever it says of them. */
const opusMp4 = async (packet: Uint8Array, count: number, claimedSeconds: number): Promise<Buffer> => {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat(), target });
  const source = new EncodedAudioPacketSource('opus');
  output.addAudioTrack(source);
  await output.start();
  const description = Uint8Array.from(Buffer.from('4f707573486561640101000080bb0000000000', 'hex'));
  const decoderConfig = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 1, description };
  for (let at = 0; at < count; at++) {
    await source.add(new EncodedPacket(packet, 'key', at * claimedSeconds, claimedSeconds), { decoderConfig });
  }
  await output.finalize();
  return Buffer.from(target.buffer as ArrayBuffer);
};

describe('the voice job', function () {
  this.timeout(60_000);
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
    return answer.outcome === 'refused' ? `${answer.reason}: ${answer.detail}` : 'taken';
  };

  describe('of a spoken sentence', () => {
    let spoken: Spoken;
    before(async function () {
      for (const name of ['espeak-ng', 'ffmpeg', 'ffprobe', 'exiftool']) requireTool(this, name);
      spoken = await spokenVoices();
    });
    const voice = (name: string): Buffer => spoken.voices.get(name as SpokenName) as Buffer;

    for (const [name, mediaType] of Object.entries(STORED)) {
      it(`makes of ${name} a clean ${mediaType}, and measures it`, async () => {
        const { facts, full } = await rebuild(voice(name));

        expect(facts.mediaType).to.equal(mediaType);
        expect(facts.durationMs).to.be.closeTo(spoken.seconds * 1_000, 60);
        expect(facts.waveform).to.have.length(64);
        expect(Math.max(...(facts.waveform ?? []))).to.equal(100);
        expect(Math.min(...(facts.waveform ?? []))).to.be.below(10);
        if (name !== 'adts.aac') expect(facts.removed).to.include('tags');
        expect(full.toString('latin1')).not.to.match(/canary|lavf|lavc|mediabunny/i);
      });
    }

    it('leaves no tags that exiftool or ffprobe finds', async () => {
      const rebuilt = new Map<string, Buffer>();
      for (const name of Object.keys(STORED)) rebuilt.set(name, (await rebuild(voice(name))).full);

      const found = await tagsIn(rebuilt);

      expect([...found.keys()]).to.have.members(Object.keys(STORED));
      for (const [name, tags] of found) expect(tags, name).to.deep.equal([]);
    });

    it('draws the same waveform from samples as from Opus', async () => {
      const [plain, coded] = [await rebuild(voice('pcm16.wav')), await rebuild(voice('webm-opus.webm'))];

      const apart = (plain.facts.waveform ?? []).map((bar, at) => Math.abs(bar - (coded.facts.waveform?.[at] ?? 0)));
      expect(apart.reduce((sum, value) => sum + value, 0) / 64).to.be.below(12);
    });

    for (const name of Object.keys(STORED)) {
      it(`refuses a ${name} that was cut off`, async () => {
        for (const part of [0.5, 0.93]) {
          const cut = voice(name).subarray(0, Math.floor(voice(name).length * part));
          expect(await refusal(cut)).to.equal('unreadable: the recording is cut off');
        }
      });
    }

    it('refuses a video', async () => {
      expect(await refusal(spoken.video)).to.equal('type-not-allowed: a video is no voice message');
    });
  });

  it('tells when a place was removed', async () => {
    expect((await rebuild(await samples.oggVoice())).facts.removed).to.include('location');
  });

  it('measures what plays, not what the file says of itself', async () => {
    const liar = await opusMp4(Uint8Array.of(0xf8, 0xff, 0xfe), 50, 500);

    const { facts, full } = await rebuild(liar);

    expect(facts.durationMs).to.equal(1_000);
    expect((await rebuild(full)).facts.durationMs).to.equal(1_000);
  });

  it('writes the same bytes each time, whenever that is', async () => {
    const file = await samples.webmVoice();

    expect((await rebuild(file)).full.equals((await rebuild(file)).full)).to.equal(true);
  });

  it('refuses what is longer than it may be', async () => {
    for (const make of [samples.webmVoice, samples.mp4Voice, samples.mp3Voice]) {
      expect(await refusal(await make(601))).to.equal('too-large: a voice message has at most 600 seconds');
    }
  });

  it('refuses packets that cannot be sound', async () => {
    expect(await refusal(await opusMp4(Uint8Array.of(0xff, 0xff, 0xff), 50, 0.02))).to.equal(
      'unreadable: the sound is broken',
    );
    expect(await refusal(await opusMp4(Uint8Array.of(0xfb, 0x82, 0x30, 0x31), 50, 0.02))).to.equal(
      'unreadable: the sound cannot be decoded',
    );
  });

  it('refuses other containers and codecs', async () => {
    const adpcm = Buffer.concat([
      Buffer.from('524946463c00000057415645666d7420100000000200010040 1f0000401f000001000400'.replace(' ', ''), 'hex'),
      Buffer.from('data\x18\0\0\0', 'latin1'),
      Buffer.alloc(24),
    ]);

    expect(await refusal(adpcm)).to.equal('type-not-allowed: the sound has another codec');
    for (const file of [Buffer.from('#EXTM3U\nfile:///etc/passwd'), samples.svg(), Buffer.alloc(0)]) {
      expect(await refusal(file)).to.equal('type-not-allowed: the sound has another container');
    }
  });
});
