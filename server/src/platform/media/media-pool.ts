/** Where files are decoded and rebuilt: never in this process. */
import type { Readable } from 'node:stream';
import type { MediaAnswer, MediaJob, MediaOutput } from './media-job.ts';

export interface MediaRequest {
  readonly job: MediaJob;
  readonly input: Readable;
  readonly inputBytes: number;
  /** Takes each output in turn; the next is handed over when it has resolved. */
  readonly onOutput: (output: MediaOutput, bytes: AsyncIterable<Uint8Array>) => Promise<void>;
  readonly signal?: AbortSignal;
}

export interface MediaPool extends AsyncDisposable {
  /**
   * Runs one job. A decoder that crashes, hangs or takes too much memory is a refusal (`unreadable`) of this job alone.
   * Throws `service/unavailable` when too many jobs wait or no worker can be started.
   */
  run(request: MediaRequest): Promise<MediaAnswer>;
}
