/** Chance with a seed: the same specimens in every run. */

export interface Chance {
  /** From 0 up to 1. */
  unit(): number;
  between(least: number, most: number): number;
  whole(least: number, most: number): number;
  pick<Value>(values: readonly Value[]): Value;
  /** Around 0, by the normal distribution. */
  normal(): number;
}

/** Mulberry32. */
export const chanceFrom = (seed: number): Chance => {
  let state = seed >>> 0;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number): number => least + unit() * (most - least);
  const whole = (least: number, most: number): number => Math.floor(between(least, most + 1));
  return {
    unit,
    between,
    whole,
    pick: (values) => values[whole(0, values.length - 1)] as (typeof values)[number],
    normal: () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
  };
};
