/** Public recordings that nobody here made: each is written anew without tags, or refused with the reason. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { DIGITS, EXPECTED_RECORDINGS, expectedOfRecording } from '../../../../support/corpus/recordings.ts';
import { requireTool } from '../../../../support/installed-tool.ts';
import { type MediaRun, runMedia, testMediaPool } from '../../../../support/media.ts';
import { describeWithShared } from '../../../../support/shared-material.ts';
import { tagsIn } from '../../../../support/voice-tags.ts';

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

    expect([...runs.keys()].filter((name) => DIGITS.test(name)).length).to.equal(12);
    expect(Object.fromEntries(found)).to.deep.equal({
      ...Object.fromEntries([...runs.keys()].map((name) => [name, expectedOfRecording(name)])),
      ...EXPECTED_RECORDINGS,
    });
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
