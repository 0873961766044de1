/** One resumable upload: its bytes in quarantine, and what became of them. */
import type { Problem, Upload, UploadMetadata } from '@senim/contract';
import type { Call } from '#kernel/call';
import { ProblemError } from '#kernel/problem-error';
import type { HeldPlace } from '#platform/quotas/upload-places';
import type { SpoolDraft, SpooledFile } from '#platform/stores/spool';
import { uploadTimes } from '#platform/transfer/upload-limits';
import type { UploadDoor, UploadResult } from './upload-door.ts';

export interface NewUpload {
  readonly length: number;
  readonly metadata: UploadMetadata;
  readonly door: UploadDoor;
  readonly place: HeldPlace;
  readonly draft: SpoolDraft;
  readonly ownerId: string;
}

type Outcome = { readonly result: UploadResult } | { readonly problem: Problem; readonly error: unknown };

/** What can succeed later without a change is tried again when the sender asks again. */
const isFinal = (error: unknown, problem: Problem): boolean => error instanceof ProblemError && !problem.retryable;

export class ResumableUpload implements AsyncDisposable {
  readonly id: string;
  readonly ownerId: string;
  readonly length: number;
  expiresAt: number;
  readonly #new: NewUpload;
  readonly #stop = new AbortController();
  #writing: Promise<unknown> | undefined;
  #file: SpooledFile | undefined;
  #finishing: Promise<Outcome> | undefined;
  #outcome: Outcome | undefined;

  constructor(upload: NewUpload, expiresAt: number) {
    this.#new = upload;
    this.id = upload.place.id;
    this.ownerId = upload.ownerId;
    this.length = upload.length;
    this.expiresAt = expiresAt;
  }

  get offset(): number {
    return this.#new.draft.bytes;
  }

  /** Something is being done with it: it does not expire meanwhile. */
  get isBusy(): boolean {
    return this.#writing !== undefined || this.#finishing !== undefined;
  }

  get isSettled(): boolean {
    return this.#outcome !== undefined;
  }

  get doneWith(): UploadResult | undefined {
    return this.#outcome && 'result' in this.#outcome ? this.#outcome.result : undefined;
  }

  /** Resolves when nothing is written any more: its offset is what it says. */
  async settleWrites(): Promise<void> {
    await this.#writing?.catch(() => undefined);
  }

  /** Takes bytes until they end or break off; those that came are kept. Throws `attachment/too-large`. */
  async append(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    await this.settleWrites();
    const write = this.#new.draft.append(bytes, { maxBytes: this.length, signal: this.#stop.signal });
    this.#writing = write;
    try {
      if ((await write) === 'too-large') throw new ProblemError('attachment/too-large');
    } finally {
      this.#writing = undefined;
    }
  }

  /**
   * Runs the pipeline once all bytes are there; whoever asks meanwhile or later gets the same answer.
   *
   * Throws what the file or its sender are refused with.
   */
  async finish(call: Call, toProblem: (error: unknown) => Problem): Promise<UploadResult> {
    this.#finishing ??= this.#run(call, toProblem).finally(() => {
      this.#finishing = undefined;
    });
    const outcome = this.#outcome ?? (await this.#finishing);
    if ('error' in outcome) throw outcome.error;
    return outcome.result;
  }

  view(): Upload {
    const outcome = this.#outcome;
    return {
      id: this.id,
      offset: this.offset,
      length: this.length,
      expiresAt: new Date(this.expiresAt).toISOString(),
      ...(outcome && 'result' in outcome ? outcome.result : {}),
      ...(outcome && 'problem' in outcome ? { problem: outcome.problem } : {}),
    };
  }

  /** Its bytes are removed, its place is given back; what it has become stays. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new ProblemError('upload/not-found'));
    await this.settleWrites();
    await this.#finishing;
    await this.#letGo();
  }

  async #run(call: Call, toProblem: (error: unknown) => Problem): Promise<Outcome> {
    if (this.#outcome) return this.#outcome;
    const { door, metadata, place, draft } = this.#new;
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(uploadTimes.deadlineMs)]);
    try {
      this.#file ??= await draft.finish();
      const file = this.#file;
      const incoming = {
        name: metadata.filename,
        declaredType: metadata.filetype,
        // It is removed with the upload, which may be asked to try again.
        receive: async (maxBytes: number) =>
          file.bytes > maxBytes ? ('too-large' as const) : { ...file, [Symbol.asyncDispose]: async () => undefined },
      };
      this.#outcome = {
        result: await door.take({ metadata, place, file: incoming, signal }, call),
      };
    } catch (error) {
      const problem = toProblem(error);
      if (!isFinal(error, problem)) return { problem, error };
      this.#outcome = { problem, error };
    }
    await this.#letGo();
    return this.#outcome;
  }

  async #letGo(): Promise<void> {
    await this.#new.draft[Symbol.asyncDispose]();
    await this.#new.place[Symbol.asyncDispose]();
  }
}
