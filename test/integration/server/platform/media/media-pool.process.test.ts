/** A decoder that crashes, hangs or balloons costs one job, never the server. */

import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import type { Logger } from '../../../../../server/src/kernel/logger.ts';
import type { FailingJob, ImageJob } from '../../../../../server/src/platform/media/media-job.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { WorkerHandle } from '../../../../../server/src/platform/media/worker/worker-handle.process.ts';
import { runMedia, testMediaPool } from '../../../../support/media.ts';
import { plainJpeg } from '../../../../support/sample-files.ts';
import { silentLogger } from '../../../../support/silent-logger.ts';

const image: ImageJob = { kind: 'image', maxSide: 100, preset: 'chat' };
const failing = (failure: FailingJob['failure']): FailingJob => ({ kind: 'test-only-failure', failure });

const nameOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'done',
    (error: Error & { code?: string }) => (typeof error.code === 'string' && error.code) || error.name,
  );

describe('the media pool', () => {
  const outcome = async (pool: MediaPool, job: ImageJob | FailingJob): Promise<string> => {
    const { answer } = await runMedia(pool, job, await plainJpeg());
    return answer.outcome === 'done' ? 'done' : answer.reason;
  };

  for (const failure of ['crash', 'hang', 'balloon', 'babble'] as const) {
    it(`refuses the file that makes a worker ${failure}, and goes on`, async function () {
      this.timeout(60_000);
      const jobTimeoutMs = failure === 'hang' ? 5_000 : 30_000;
      await using pool = testMediaPool({ size: 1, jobTimeoutMs, maxMemoryBytes: 400e6 });

      const outcomes = await Promise.all([outcome(pool, image), outcome(pool, failing(failure)), outcome(pool, image)]);

      expect(outcomes).to.deep.equal(['done', 'unreadable', 'done']);
    });
  }

  it('refuses a rebuilt file that is not clean, and says so in the log', async () => {
    const logged: object[] = [];
    const logger: Logger = { ...silentLogger, error: (facts) => void logged.push(facts) };
    await using pool = testMediaPool({ size: 1, logger });

    expect(await outcome(pool, failing('unclean'))).to.equal('unsafe');
    expect(logged).to.deep.equal([{ job: 'test-only-failure', alarm: 'exif' }]);
  });

  it('takes no more waiting jobs than it may', async () => {
    await using pool = testMediaPool({ size: 1, maxWaiting: 1 });

    const attempts = await Promise.all([1, 2, 3].map(() => nameOf(outcome(pool, image))));

    expect(attempts.sort()).to.deep.equal(['done', 'done', 'service/unavailable']);
  });

  it('kills the job of a caller who has left', async () => {
    await using pool = testMediaPool({ size: 1 });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);

    expect(await nameOf(runMedia(pool, failing('hang'), Buffer.alloc(10), stop.signal))).to.equal('AbortError');
    expect(await outcome(pool, image)).to.equal('done');
  });

  it('passes on what fails on the server’s side, and goes on', async () => {
    await using pool = testMediaPool({ size: 1 });
    const input = await plainJpeg();
    const full = new RangeError('the disk is full');

    const attempt = pool.run({
      job: image,
      input: Readable.from([input]),
      inputBytes: input.length,
      onOutput: () => Promise.reject(full),
    });

    expect(await nameOf(attempt)).to.equal('RangeError');
    expect(await outcome(pool, image)).to.equal('done');
  });

  it('starts a fresh process after so many jobs', async () => {
    await using pool = testMediaPool({ size: 1, jobsPerProcess: 1 });

    expect([await outcome(pool, image), await outcome(pool, image)]).to.deep.equal(['done', 'done']);
  });

  it('answers service/unavailable once it is disposed', async () => {
    const pool = testMediaPool();
    await pool[Symbol.asyncDispose]();

    expect(await nameOf(outcome(pool, image))).to.equal('service/unavailable');
  });
});

describe('a media worker', () => {
  it('has nothing of the server’s environment', async () => {
    const worker = await WorkerHandle.start({ maxMemoryBytes: 1e9 });
    try {
      const environment = (await readFile(`/proc/${worker.pid}/environ`, 'utf8'))
        .split('\0')
        .map((entry) => entry.split('=')[0]);

      expect(environment.filter(Boolean)).to.have.members([
        'MALLOC_ARENA_MAX',
        'MALLOC_MMAP_THRESHOLD_',
        'MALLOC_TRIM_THRESHOLD_',
        'VIPS_BLOCK_UNTRUSTED',
        'UV_THREADPOOL_SIZE',
      ]);
    } finally {
      await worker.stop();
    }
  });

  it('leaves the rights of root behind when it is told to', async function () {
    if (process.getuid?.() !== 0) this.skip();
    const worker = await WorkerHandle.start({ maxMemoryBytes: 1e9, user: { uid: 65_534, gid: 65_534 } });
    try {
      const status = await readFile(`/proc/${worker.pid}/status`, 'utf8');

      expect(status).to.match(/^Uid:\t65534\t65534\t65534/m);
      expect(status).to.match(/^Gid:\t65534\t65534\t65534/m);
    } finally {
      await worker.stop();
    }
  });
});
