/** Tells how far an upload is: only ever forwards, and each change of phase once. */
import { reportLater } from '../events/typed-emitter.ts';
import type { UploadOptions, UploadPhase } from './upload-options.ts';

export class UploadTeller {
  readonly #onProgress: UploadOptions['onProgress'];
  #total: number;
  #sent = 0;
  #phase: UploadPhase | undefined;

  constructor(onProgress: UploadOptions['onProgress'], total: number) {
    this.#onProgress = onProgress;
    this.#total = total;
  }

  /** The file has become another one before it left. */
  becomes(total: number): void {
    this.#total = total;
  }

  /** Bytes of the file that have left. */
  sent(bytes: number): void {
    const sent = Math.min(bytes, this.#total);
    const isNews = sent > this.#sent;
    if (isNews) this.#sent = sent;
    this.#tell(this.#sent < this.#total ? 'sending' : 'checking', isNews);
  }

  waiting(): void {
    this.#tell('waiting');
  }

  preparing(): void {
    this.#tell('preparing');
  }

  checking(): void {
    this.#sent = this.#total;
    this.#tell('checking');
  }

  done(): void {
    this.#sent = this.#total;
    this.#tell('done');
  }

  /** A listener that throws does not end the upload. */
  #tell(phase: UploadPhase, isNews = false): void {
    if (!isNews && phase === this.#phase) return;
    this.#phase = phase;
    const [sent, total] = [this.#sent, this.#total];
    try {
      this.#onProgress?.({ sent, total, fraction: total === 0 ? 1 : sent / total, phase });
    } catch (error) {
      reportLater(error);
    }
  }
}
