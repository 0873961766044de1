/** Full-jitter delays: anything between nothing and a ceiling that doubles with each failure. */

const FIRST_CEILING_MS = 1_000;
const LAST_CEILING_MS = 30_000;

export class Backoff {
  readonly #random: () => number;
  #failures = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** @param atLeastMs what the server asked for; the jitter comes on top of it. */
  next(atLeastMs = 0): number {
    const ceiling = Math.min(LAST_CEILING_MS, FIRST_CEILING_MS * 2 ** this.#failures);
    this.#failures += 1;
    return Math.round(atLeastMs + this.#random() * ceiling);
  }

  reset(): void {
    this.#failures = 0;
  }
}
