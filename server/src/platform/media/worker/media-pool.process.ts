/** The pool of worker processes: one job at a time in each, a fresh process after a crash and after many jobs. */
import { Fault } from '#kernel/fault';
import type { Logger } from '#kernel/logger';
import { ProblemError } from '#kernel/problem-error';
import type { MediaAnswer } from '../media-job.ts';
import type { MediaPool, MediaRequest } from '../media-pool.ts';
import { makeTurns, type Turns } from '../turns.ts';
import { WorkerHandle, type WorkerProgram } from './worker-handle.process.ts';

export interface MediaPoolOptions {
  readonly logger: Logger;
  readonly program?: WorkerProgram;
  /** Processes. */
  readonly size?: number;
  /** Jobs that may wait; beyond them `service/unavailable`. */
  readonly maxWaiting?: number;
  /** A job that takes longer is killed with its process. */
  readonly jobTimeoutMs?: number;
  /** Resident memory of one process at which it kills itself. */
  readonly maxMemoryBytes?: number;
  readonly jobsPerProcess?: number;
  /** Whom the processes become when the server runs as root. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

type Settings = Required<Omit<MediaPoolOptions, 'user'>> & Pick<MediaPoolOptions, 'user'>;

class ProcessPool implements MediaPool {
  readonly #settings: Settings;
  readonly #turns: Turns;
  readonly #idle: WorkerHandle[] = [];
  readonly #all = new Set<WorkerHandle>();
  #isDisposed = false;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#turns = makeTurns(settings.size, settings.maxWaiting);
  }

  async run(request: MediaRequest): Promise<MediaAnswer> {
    const giveBack = await this.#turns.take(request.signal);
    try {
      const worker = await this.#worker();
      try {
        return await this.#runOn(worker, request);
      } finally {
        this.#keepOrEnd(worker);
      }
    } finally {
      giveBack();
    }
  }

  async #worker(): Promise<WorkerHandle> {
    if (this.#isDisposed) throw new ProblemError('service/unavailable');
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (idle.isAlive) return idle;
      this.#all.delete(idle);
    }
    const { user, maxMemoryBytes, logger, program } = this.#settings;
    try {
      const worker = await WorkerHandle.start({ maxMemoryBytes, ...(user ? { user } : {}) }, program);
      this.#all.add(worker);
      // It was disposed while the process started.
      if (this.#isDisposed) worker.kill();
      return worker;
    } catch (cause) {
      logger.error({ cause: String(cause) }, 'no media worker can be started');
      throw new ProblemError('service/unavailable', { retryAfterMs: 5_000 }, { cause });
    }
  }

  async #runOn(worker: WorkerHandle, request: MediaRequest): Promise<MediaAnswer> {
    const { jobTimeoutMs, logger } = this.#settings;
    request.signal?.throwIfAborted();
    const kill = (): void => worker.kill();
    const timer = setTimeout(kill, jobTimeoutMs);
    request.signal?.addEventListener('abort', kill, { once: true });
    // What fails on our side of the pipe is not the file's fault.
    const ours: { error?: unknown } = {};
    try {
      return await this.#converse(worker, request, ours);
    } catch (error) {
      worker.kill();
      request.signal?.throwIfAborted();
      if ('error' in ours) throw ours.error;
      logger.warn(
        { job: request.job.kind, inputBytes: request.inputBytes, cause: String(error) },
        'a media job failed',
      );
      return { outcome: 'refused', reason: 'unreadable', detail: 'the file cannot be decoded' };
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', kill);
    }
  }

  async #converse(worker: WorkerHandle, request: MediaRequest, ours: { error?: unknown }): Promise<MediaAnswer> {
    const marked = async function* (): AsyncGenerator<Uint8Array> {
      try {
        yield* request.input;
      } catch (error) {
        ours.error = error;
        throw error;
      }
    };
    await worker.send({ job: request.job, bytes: request.inputBytes }, marked());
    const answer = (await worker.reader.head()) as MediaAnswer | undefined;
    if (!answer) throw new Fault('a media worker ended');
    if (answer.outcome === 'refused' && answer.alarm !== undefined) {
      const { alarm } = answer;
      this.#settings.logger.error({ job: request.job.kind, alarm }, 'a rebuilt file was not clean, and is refused');
    }
    if (answer.outcome !== 'done') return answer;
    for (const output of answer.outputs) {
      let missing = output.bytes;
      const counted = async function* (): AsyncGenerator<Uint8Array> {
        for await (const part of worker.reader.bytes(output.bytes)) {
          missing -= part.length;
          yield part;
        }
      };
      try {
        await request.onOutput(output, counted());
        if (missing > 0) throw new Fault('an output was not taken');
      } catch (error) {
        // When the worker has ended the output broke off because of it.
        if (worker.isAlive) ours.error = error;
        throw error;
      }
    }
    return answer;
  }

  #keepOrEnd(worker: WorkerHandle): void {
    const isWorn = worker.jobsTaken >= this.#settings.jobsPerProcess;
    if (worker.isAlive && !isWorn && !this.#isDisposed) {
      this.#idle.push(worker);
      return;
    }
    worker.kill();
    this.#all.delete(worker);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    await Promise.all([...this.#all].map((worker) => worker.stop()));
  }
}

/** Processes start when they are first needed. */
export const openMediaPool = (options: MediaPoolOptions): MediaPool =>
  new ProcessPool({
    program: 'media',
    size: 2,
    maxWaiting: 200,
    jobTimeoutMs: 30_000,
    maxMemoryBytes: 1024 ** 3,
    jobsPerProcess: 200,
    ...options,
  });
