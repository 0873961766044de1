/** Sixty-four bars for the picture of a voice message in its bubble. */

export const BARS = 64;

/** @returns 0 to 100, the loudest bar at 100; below the floor all is taken for silence. */
export const toWaveform = (loudness: readonly number[], floor: number): number[] => {
  const loudest = Math.max(floor, ...loudness);
  return loudness.map((value) => Math.min(100, Math.max(0, Math.round((value / loudest) * 100))));
};

/** Gathers samples or packets into bars by their place in the whole. */
export class BarGatherer {
  readonly #bars = new Array<number>(BARS).fill(0);
  readonly #total: number;

  constructor(total: number) {
    this.#total = total;
  }

  /** Raises the bars that a stretch touches to its value. */
  add(start: number, length: number, value: number): void {
    const first = this.#barAt(start);
    const last = Math.max(first, this.#barAt(start + length * 0.999));
    for (let bar = first; bar <= last; bar++) {
      if (value > (this.#bars[bar] as number)) this.#bars[bar] = value;
    }
  }

  bars(): readonly number[] {
    return this.#bars;
  }

  #barAt(place: number): number {
    return Math.min(BARS - 1, Math.max(0, Math.floor((place / this.#total) * BARS)));
  }
}
