/** How long an upload is tried again: with growing pauses, until nothing has moved for two minutes. */
import { Backoff } from '../connection/backoff.ts';
import { clientError, SenimError } from '../errors/senim-error.ts';
import type { Unsubscribe } from '../events/typed-emitter.ts';
import type { Timers } from '../time/timers.ts';

/** Since something last moved. */
export const GIVE_UP_MS = 120_000;

export interface PatienceParts {
  readonly timers: Timers;
  readonly random: () => number;
  /** Calls when the network may be back: the next try is then made at once. */
  readonly onWake: (wake: () => void) => Unsubscribe;
}

export class Patience {
  readonly #parts: PatienceParts;
  readonly #signal: AbortSignal | undefined;
  readonly #backoff: Backoff;
  #deadline: number;

  constructor(parts: PatienceParts, signal: AbortSignal | undefined) {
    this.#parts = parts;
    this.#signal = signal;
    this.#backoff = new Backoff(parts.random);
    this.#deadline = parts.timers.now() + GIVE_UP_MS;
  }

  /** Something has moved: the network is worth waiting for. */
  renew(): void {
    this.#backoff.reset();
    this.#deadline = this.#parts.timers.now() + GIVE_UP_MS;
  }

  /** Resolves when it is time to try again; rejects with the error when that cannot help, or has been tried for long enough. */
  async afterFailure(error: unknown): Promise<void> {
    if (!(error instanceof SenimError) || !error.isRetryable) throw error;
    const { timers } = this.#parts;
    const delayMs = this.#backoff.next(error.retryAfterMs);
    if (timers.now() + delayMs >= this.#deadline) throw error;
    await this.#pause(delayMs);
  }

  #pause(delayMs: number): Promise<void> {
    const { timers, onWake } = this.#parts;
    const signal = this.#signal;
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => () => {
        cancel();
        stopWaking();
        signal?.removeEventListener('abort', abort);
        end();
      };
      const go = settle(resolve);
      const abort = settle(() => reject(clientError('client/aborted', 'upload', signal?.reason)));
      const cancel = timers.after(delayMs, go);
      const stopWaking = onWake(go);
      signal?.addEventListener('abort', abort, { once: true });
      if (signal?.aborted) abort();
    });
  }
}
