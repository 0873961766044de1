/** The picture of a voice: bars as high as it was loud, filled as far as it was heard. */

export const BARS = 40;

/** Any number of loudness values as a fixed number of bars. */
export const toBars = (values: readonly number[], count = BARS): number[] =>
  Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * values.length) / count);
    const to = Math.max(from + 1, Math.floor(((index + 1) * values.length) / count));
    return Math.max(0, ...values.slice(from, to));
  });

export const Bars = ({ values, played = 0 }: { values: readonly number[]; played?: number }) => (
  <>
    {values.map((value, index) => (
      <i
        key={index}
        class={index < played * values.length ? 'played' : ''}
        style={{ height: `${Math.max(10, value)}%` }}
      />
    ))}
  </>
);
