/** With ffmpeg on the machine voice messages are encoded anew, by a program that can reach nothing. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { type FoundFfmpeg, findFfmpeg } from '../../../../../server/src/platform/media/voice/ffmpeg.process.ts';
import { reencodingPool } from '../../../../../server/src/platform/media/voice/reencoding-pool.ts';
import { requireTool } from '../../../../support/installed-tool.ts';
import { runMedia, testMediaPool } from '../../../../support/media.ts';
import { type Spoken, spokenVoices } from '../../../../support/spoken-voice.ts';
import { tagsIn } from '../../../../support/voice-tags.ts';

const job = { kind: 'voice', maxSeconds: 600 } as const;
/** Nobody: who the server's children become when it runs as root. */
const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;

describe('voice messages under ffmpeg', function () {
  this.timeout(60_000);
  let found: FoundFfmpeg;
  let pool: MediaPool;
  let spoken: Spoken;

  before(async function () {
    for (const name of ['espeak-ng', 'ffmpeg', 'ffprobe', 'bwrap', 'exiftool']) requireTool(this, name);
    found = (await findFfmpeg({ choice: 'auto', user })) as FoundFfmpeg;
    pool = reencodingPool(testMediaPool(), found.encoder);
    spoken = await spokenVoices();
  });
  after(() => pool?.[Symbol.asyncDispose]());

  it('all become AAC in MP4 of the same length, without tags', async () => {
    const outputs = new Map<string, Buffer>();
    for (const [name, file] of spoken.voices) {
      const run = await runMedia(pool, job, file);
      if (run.answer.outcome !== 'done') throw new Error(`${name}: ${run.answer.detail}`);
      const { mediaType, durationMs, waveform, removed } = run.answer.facts;
      expect(mediaType, name).to.equal('audio/mp4');
      expect(durationMs, name).to.be.closeTo(spoken.seconds * 1_000, 200);
      expect(waveform, name).to.have.length(64);
      if (name !== 'adts.aac') expect(removed, name).to.include('tags');
      outputs.set(name, run.outputs.get('full') as Buffer);
    }

    for (const [name, tags] of await tagsIn(outputs)) expect(tags, name).to.deep.equal([]);
    for (const [name, file] of outputs) {
      expect(file.toString('latin1'), name).not.to.match(/canary|lavf|lavc|lame|mediabunny/i);
    }
  });

  it('are drawn from their samples', async () => {
    const draw = async (name: 'pcm16.wav' | 'mp4-aac.m4a'): Promise<readonly number[]> => {
      const { answer } = await runMedia(pool, job, spoken.voices.get(name) as Buffer);
      return answer.outcome === 'done' ? (answer.facts.waveform ?? []) : [];
    };
    const [plain, coded] = [await draw('pcm16.wav'), await draw('mp4-aac.m4a')];

    const apart = plain.map((bar, at) => Math.abs(bar - (coded[at] ?? 0)));
    expect(apart.reduce((sum, value) => sum + value, 0) / 64).to.be.below(12);
  });

  it('are refused as without it, before it sees them', async () => {
    for (const file of [spoken.video, Buffer.from('#EXTM3U\nfile:///etc/passwd')]) {
      expect((await runMedia(pool, job, file)).answer.outcome).to.equal('refused');
    }
  });

  it('run in a sandbox of bubblewrap where there is one', () => {
    expect(found.sandbox).to.equal('bubblewrap');
  });

  it('cannot name files, playlists or addresses that would be opened', async () => {
    const hostile = [
      '#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\nfile:///etc/passwd\n',
      'ffconcat version 1.0\nfile /etc/passwd\n',
    ];

    for (const text of hostile) expect(await found.encoder.encode(Buffer.from(text), 1)).to.equal('unreadable');
  });

  it('are let go of when the sender leaves', async () => {
    const leaving = AbortSignal.abort(new Error('left'));

    const outcome = await found.encoder.encode(spoken.voices.get('pcm16.wav') as Buffer, 5, leaving).catch(String);

    expect(outcome).to.equal('Error: left');
  });

  it('need a program that can encode when one is named, and none when it is off', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'senim-ffmpeg-'));
    const path = join(folder, 'ffmpeg');
    await writeFile(path, '#!/bin/sh\nexit 1\n');
    await chmod(path, 0o755);

    const outcome = await findFfmpeg({ choice: path, user }).catch(String);
    await rm(folder, { recursive: true, force: true });

    expect(outcome).to.match(/^Fault: SENIM_FFMPEG: .* cannot encode/);
    expect(await findFfmpeg({ choice: 'off', user })).to.equal(undefined);
  });
});
