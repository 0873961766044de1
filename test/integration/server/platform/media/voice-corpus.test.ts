/** Public recordings that nobody here made: each is written anew without tags, or refused with the reason. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { requireTool } from '../../../../support/installed-tool.ts';
import { type MediaRun, runMedia, testMediaPool } from '../../../../support/media.ts';
import { describeWithShared } from '../../../../support/shared-material.ts';
import { tagsIn } from '../../../../support/voice-tags.ts';

const MP4 = 'audio/mp4';
const MP3 = 'audio/mpeg';
const WAV = 'audio/wav';
const CONTAINER = 'type-not-allowed: the sound has another container';
const CODEC = 'type-not-allowed: the sound has another codec';
const SILENT = 'type-not-allowed: there is no sound';
const VIDEO = 'type-not-allowed: a video is no voice message';
const CUT_OFF = 'unreadable: the recording is cut off';

const EXPECTED: Readonly<Record<string, string>> = {
  'audio/Apple_voice_memo.m4a': MP4,
  'audio/CWE-835-01.aiff': CONTAINER,
  'audio/Opus.opus': MP4,
  'audio/QuickTime.m4a': CUT_OFF,
  'audio/ShortAudioSampleFrench.mp3': MP3,
  'audio/adts-0-frame.mp3': CUT_OFF,
  'audio/alaw.wav': WAV,
  'audio/empty-picture-tag.mp3': MP3,
  'audio/en-GB__A_Little_Bottle_Of_Water_.mp3': MP3,
  'audio/fixture-adts-mpeg4-2.aac': MP4,
  'audio/fixture.amr': CONTAINER,
  'audio/fixture.m4a': MP4,
  'audio/fixture.opus': MP4,
  'audio/fixture.webm': VIDEO,
  'audio/gsm610.wav': CODEC,
  'audio/issue-406-geob.mp3': MP3,
  'audio/ja-JP__We_Are_At_School_.mp3': MP3,
  'audio/no-last-page.oga': MP4,
  // Every zero byte of it has become a blank.
  'audio/stream.weba': CODEC,
  'audio/testMP3_id3_false_aac.mp3': CUT_OFF,
  'audio/testMP3id3v24.mp3': MP3,
  'audio/testMP3lyrics.mp3': MP3,
  // Ends within its tag, before any sound.
  'audio/testMP3truncated.mp3': CONTAINER,
  'audio/testMP4_truncated.m4a': CUT_OFF,
  'audio/testMP4_udtaLocation.mp4': SILENT,
  'audio/testOPUS.opus': MP4,
  'audio/testVORBIS.ogg': CODEC,
  'audio/testWAV.wav': WAV,
  'video/corrupt.mkv': VIDEO,
  'video/fixture-imovie.mp4': VIDEO,
  'video/testMP4Video.mp4': VIDEO,
  'video/with-gps.mp4': VIDEO,
};
/** A dozen spoken digits. */
const DIGITS = /^audio\/fsdd-/;

describeWithShared('the public corpus of recordings', 'corpus/audio', function (audio) {
  this.timeout(60_000);
  let pool: MediaPool;
  const runs = new Map<string, MediaRun>();

  before(async () => {
    pool = testMediaPool();
    const corpus = join(audio, '..');
    const names = ['audio', 'video'].flatMap((folder) =>
      readdirSync(join(corpus, folder)).map((file) => `${folder}/${file}`),
    );
    for (const name of names) {
      const job = { kind: 'voice', maxSeconds: 600 } as const;
      runs.set(name, await runMedia(pool, job, readFileSync(join(corpus, name))));
    }
  });
  after(() => pool[Symbol.asyncDispose]());

  it('is taken or refused, file by file', () => {
    const found = [...runs].map(([name, { answer }]) => [
      name,
      answer.outcome === 'done' ? answer.facts.mediaType : `${answer.reason}: ${answer.detail}`,
    ]);

    const digits = [...runs.keys()].filter((name) => DIGITS.test(name)).map((name) => [name, WAV]);
    expect(digits.length).to.equal(12);
    expect(Object.fromEntries(found)).to.deep.equal({ ...EXPECTED, ...Object.fromEntries(digits) });
  });

  it('leaves no tags that exiftool or ffprobe finds', async function () {
    requireTool(this, 'exiftool');
    requireTool(this, 'ffprobe');
    const taken = [...runs].flatMap(([name, { outputs }]) => {
      const full = outputs.get('full');
      return full ? [[name.replace('/', '-'), full] as const] : [];
    });

    const found = await tagsIn(new Map(taken));

    expect(found.size).to.equal(taken.length).and.to.be.above(25);
    for (const [name, tags] of found) expect(tags, name).to.deep.equal([]);
  });
});
