/** Says that one is typing, as seldom as that is possible. */
import type { Cancel, Timers } from '../time/timers.ts';

/** Others take typing as stopped after six seconds without news. */
const REPEAT_MS = 4_000;

export class TypingSender {
  readonly #timers: Timers;
  readonly #send: (typing: boolean) => void;
  #saidAt: number | undefined;
  #cancelStop: Cancel = () => {};

  constructor(timers: Timers, send: (typing: boolean) => void) {
    this.#timers = timers;
    this.#send = send;
  }

  set(typing: boolean): void {
    this.#cancelStop();
    if (!typing) {
      this.#stop();
      return;
    }
    this.#cancelStop = this.#timers.after(REPEAT_MS, () => this.#stop());
    const now = this.#timers.now();
    if (this.#saidAt !== undefined && now - this.#saidAt < REPEAT_MS) return;
    this.#saidAt = now;
    this.#send(true);
  }

  close(): void {
    this.#cancelStop();
  }

  #stop(): void {
    if (this.#saidAt === undefined) return;
    this.#saidAt = undefined;
    this.#send(false);
  }
}
