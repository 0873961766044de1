/** Time as a dependency, so that tests can move it. */

export type Cancel = () => void;

export interface Timers {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs once after the delay, in milliseconds, unless cancelled. */
  after(delayMs: number, run: () => void): Cancel;
}

export const systemTimers: Timers = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
