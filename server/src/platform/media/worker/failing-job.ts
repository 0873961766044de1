/** Fails on purpose, so that tests can see what a crashing, hanging or ballooning decoder does to the server. */
import { type FailingJob, type JobResult, refuse } from '../media-job.ts';

const hog: Buffer[] = [];

export const runFailingJob = async ({ failure }: FailingJob): Promise<JobResult> => {
  if (failure === 'crash') process.kill(process.pid, 'SIGSEGV');
  if (failure === 'balloon') {
    for (;;) {
      hog.push(Buffer.alloc(50_000_000, 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
  if (failure === 'unclean') return { ...refuse('unsafe', 'the rebuilt file is not clean'), alarm: 'exif' };
  if (failure === 'babble') {
    return { outcome: 'done', facts: { mediaType: 'x'.repeat(100_000), removed: [] }, files: new Map() };
  }
  return new Promise(() => setInterval(() => undefined, 1_000));
};
