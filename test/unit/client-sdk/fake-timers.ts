/** Time that moves when told to. */
import type { Timers } from '../../../client-sdk/src/time/timers.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Lets everything that waits only for promises go on. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

export class FakeTimers implements Timers {
  #now = 1_700_000_000_000;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { at: this.#now + delayMs, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Timers not yet run. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Runs what falls due, in order, and lets promises settle after each. */
  async advance(byMs: number): Promise<void> {
    const end = this.#now + byMs;
    await settle();
    for (;;) {
      const next = [...this.#timers].filter(({ at }) => at <= end).sort((left, right) => left.at - right.at)[0];
      if (!next) break;
      this.#timers.delete(next);
      this.#now = next.at;
      next.run();
      await settle();
    }
    this.#now = end;
  }
}
