/** What a benchmark is: rows of a table, each a ratio against a baseline that was measured in the same run. */

export interface BenchmarkRow {
  readonly what: string;
  readonly baseline: string;
  readonly measured: string;
  readonly ratio: number;
  /** What is to be reached: at least, or at most, this ratio. */
  readonly reach: { readonly atLeast: number } | { readonly atMost: number };
}

export interface BenchmarkOptions {
  /** Short, to see that it works; its numbers say little. */
  readonly isQuick: boolean;
  readonly log: (line: string) => void;
}

export interface Benchmark {
  readonly name: string;
  readonly run: (options: BenchmarkOptions) => Promise<BenchmarkRow[]>;
}

export const isReached = ({ ratio, reach }: BenchmarkRow): boolean =>
  'atLeast' in reach ? ratio >= reach.atLeast : ratio <= reach.atMost;

/** @param fraction 0.5 is the median. Of an empty list NaN. */
export const quantile = (values: readonly number[], fraction: number): number => {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? Number.NaN;
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);
