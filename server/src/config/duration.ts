/** Durations as people write them in settings: `90s`, `15m`, `12h`, `30d`, `3y`. */
const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400, y: 365 * 86_400 } as const;

/** @returns seconds, or undefined when the text is not a duration. A bare number counts as seconds. */
export const parseDuration = (text: string): number | undefined => {
  const match = /^(\d+(?:\.\d+)?)([smhdy]?)$/.exec(text.trim());
  if (!match) return undefined;
  const unit = (match[2] || 's') as keyof typeof SECONDS;
  return Number(match[1]) * SECONDS[unit];
};
