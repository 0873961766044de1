/** Sizes as people write them in settings: `64kB`, `500MB`, `2GB`; powers of 1,024, as the limits of the protocol are. */
const UNITS = { '': 1, b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4 } as const;

/** @returns bytes, or undefined when the text is not a size. A bare number counts as bytes. */
export const parseSize = (text: string): number | undefined => {
  const match = /^(\d+(?:\.\d+)?) ?([kmgt]?b|)$/i.exec(text.trim());
  if (!match) return undefined;
  const unit = (match[2] ?? '').toLowerCase() as keyof typeof UNITS;
  return Math.round(Number(match[1]) * UNITS[unit]);
};
