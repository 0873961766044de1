/** One worker process, seen from the server. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Fault } from '#kernel/fault';
import { encodeHead, FrameReader } from '../frames.ts';
import type { WorkerJob, WorkerSettings } from './worker-protocol.ts';

/** What a worker can do. */
export type WorkerProgram = 'media' | 'reading';

const entries: Readonly<Record<WorkerProgram, string>> = {
  media: fileURLToPath(import.meta.resolve('#platform/media/worker/media-worker.process')),
  reading: fileURLToPath(import.meta.resolve('#platform/media/worker/reading-worker.process')),
};
const START_TIMEOUT_MS = 20_000;
const HEAP_MEGABYTES = 512;

/** It may read its own code, and load the picture decoder; it may write no file and start no program. */
const ARGUMENTS = [
  ...(entries.media.endsWith('.ts') ? ['--conditions=@senim/source'] : []),
  `--max-old-space-size=${HEAP_MEGABYTES}`,
  '--disable-warning=ExperimentalWarning',
  // Memory of WebAssembly is given back only by garbage collection.
  '--expose-gc',
  '--permission',
  '--allow-fs-read=*',
  '--allow-addons',
];

/** Nothing of the server's environment, which may carry secrets. */
const ENVIRONMENT = {
  // Fewer arenas: memory goes back after large pictures.
  MALLOC_ARENA_MAX: '2',
  // Buffers of one picture are used again for the next: asking the system for pages anew costs a tenth of the time.
  MALLOC_MMAP_THRESHOLD_: String(32 * 1024 * 1024),
  MALLOC_TRIM_THRESHOLD_: String(128 * 1024 * 1024),
  VIPS_BLOCK_UNTRUSTED: '1',
  UV_THREADPOOL_SIZE: '4',
};

export class WorkerHandle {
  jobsTaken = 0;
  /** Aborted when the process has ended, whatever the reason. */
  readonly ended: AbortSignal;
  readonly #child: ChildProcess;
  readonly #pipe: Socket;
  #isKilled = false;
  readonly reader: FrameReader;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#pipe = child.stdio[3] as Socket;
    this.reader = new FrameReader(this.#pipe);
    const ended = new AbortController();
    this.ended = ended.signal;
    const end = (): void => ended.abort(new Fault('a media worker ended'));
    child.once('exit', end);
    child.once('error', end);
    // A broken pipe shows as the end of the process.
    this.#pipe.on('error', () => this.kill());
  }

  /** Throws a Fault when it does not come up. */
  static async start(settings: WorkerSettings, program: WorkerProgram = 'media'): Promise<WorkerHandle> {
    const child = spawn(process.execPath, [...ARGUMENTS, entries[program]], {
      env: ENVIRONMENT,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      cwd: '/',
    });
    const worker = new WorkerHandle(child);
    const timer = setTimeout(() => worker.kill(), START_TIMEOUT_MS);
    try {
      worker.#pipe.write(encodeHead(settings));
      if (!(await worker.reader.head())) throw new Fault('a media worker did not start');
      return worker;
    } catch (cause) {
      worker.kill();
      throw new Fault('a media worker did not start', { cause });
    } finally {
      clearTimeout(timer);
    }
  }

  get isAlive(): boolean {
    return !this.#isKilled && !this.ended.aborted;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Sends a job and its file; each part has gone when the next is asked for, and the last when this resolves. */
  async send(job: WorkerJob, file: AsyncIterable<Uint8Array>): Promise<void> {
    this.jobsTaken++;
    this.#pipe.write(encodeHead(job));
    for await (const part of file) await this.#write(part);
  }

  /** Rejects when the worker ends before it has taken the part. */
  #write(part: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#pipe.write(part, (error) => (error ? reject(error) : resolve()));
    });
  }

  kill(): void {
    this.#isKilled = true;
    this.#child.kill('SIGKILL');
    this.#pipe.destroy();
  }

  async stop(): Promise<void> {
    this.kill();
    if (!this.ended.aborted) await once(this.#child, 'exit');
  }
}
