/** The loop of a worker process: takes jobs from a pipe and writes its answers back, one at a time; it reaches nothing else. */
import { Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { encodeHead, FrameReader } from '../frames.ts';
import type { JobResult, MediaAnswer, MediaJob } from '../media-job.ts';
import { PIPE, type WorkerJob, type WorkerReady, type WorkerSettings } from './worker-protocol.ts';

const MEMORY_CHECK_MS = 50;

/** Leaves the rights of root behind; everything the jobs need is loaded by now. */
const dropRights = ({ uid, gid }: NonNullable<WorkerSettings['user']>): void => {
  process.setgroups?.([gid]);
  process.setgid?.(gid);
  process.setuid?.(uid);
};

/** Decoders take memory outside JavaScript's heap, where its limit does not count. */
const watchMemory = (maxBytes: number): void => {
  setInterval(() => {
    if (process.memoryUsage.rss() > maxBytes) process.kill(process.pid, 'SIGKILL');
  }, MEMORY_CHECK_MS).unref();
};

const answerFrames = function* (result: JobResult): Generator<Uint8Array> {
  if (result.outcome === 'refused') {
    yield encodeHead(result satisfies MediaAnswer);
    return;
  }
  const { outcome, facts, files } = result;
  const outputs = [...files].map(([name, file]) => ({ name, bytes: file.length }));
  yield encodeHead({ outcome, facts, outputs } satisfies MediaAnswer);
  yield* files.values();
};

const readWhole = async (parts: AsyncIterable<Buffer>): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const part of parts) pieces.push(part);
  return Buffer.concat(pieces);
};

/** Answers jobs until the server closes the pipe or is gone. @param runJob loaded with everything that it needs. */
export const serveJobs = async (
  runJob: (job: MediaJob, file: Buffer) => Promise<JobResult> | JobResult,
): Promise<void> => {
  const pipe = new Socket({ fd: PIPE, readable: true, writable: true });
  const jobs = new FrameReader(pipe);

  const settings = (await jobs.head()) as WorkerSettings;
  if (settings.user) dropRights(settings.user);
  watchMemory(settings.maxMemoryBytes);
  // The server decides when to stop: it closes the pipe.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  pipe.write(encodeHead({ ready: true } satisfies WorkerReady));

  for (;;) {
    const head = (await jobs.head()) as WorkerJob | undefined;
    if (!head) break;
    const result = await runJob(head.job, await readWhole(jobs.bytes(head.bytes)));
    await pipeline(answerFrames(result), pipe, { end: false });
  }
};
