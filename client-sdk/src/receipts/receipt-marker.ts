/** Marks messages delivered or read: only forwards, and once for many calls in quick succession. */
import { clientError } from '../errors/senim-error.ts';
import type { Cancel, Timers } from '../time/timers.ts';

export class ReceiptMarker {
  readonly #timers: Timers;
  readonly #delayMs: number;
  readonly #send: (seq: number) => Promise<unknown>;
  #marked = 0;
  #wanted = 0;
  #next: { readonly done: Promise<void>; readonly cancel: Cancel; reject(error: Error): void } | undefined;

  constructor(timers: Timers, delayMs: number, send: (seq: number) => Promise<unknown>) {
    this.#timers = timers;
    this.#delayMs = delayMs;
    this.#send = send;
  }

  /** Resolves when the server knows; rejects as the command does, and the next call tries again. */
  mark(seq: number): Promise<void> {
    if (seq <= this.#marked) return Promise.resolve();
    this.#wanted = Math.max(this.#wanted, seq);
    this.#next ??= this.#schedule();
    return this.#next.done;
  }

  close(): void {
    this.#next?.cancel();
    this.#next?.reject(clientError('client/closed', 'mark'));
    this.#next = undefined;
  }

  #schedule() {
    let cancel: Cancel = () => {};
    let reject: (error: Error) => void = () => {};
    const done = new Promise<void>((onDone, onFailed) => {
      reject = onFailed;
      cancel = this.#timers.after(this.#delayMs, () => {
        this.#next = undefined;
        this.#flush().then(onDone, onFailed);
      });
    });
    done.catch(() => {}); // Whoever marks may not care.
    return { done, cancel, reject };
  }

  async #flush(): Promise<void> {
    const seq = this.#wanted;
    await this.#send(seq);
    this.#marked = Math.max(this.#marked, seq);
  }
}
