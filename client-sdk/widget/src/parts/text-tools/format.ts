/** Times, days, sizes and durations as people of each language write them. */
import type { Texts } from '../text/en.ts';
import type { Locale } from '../text/locale.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The person's own kind of the language where the browser names one: the United Kingdom writes times otherwise than the States. */
const tagFor = (locale: Locale): string => navigator.languages.find((tag) => tag.startsWith(locale)) ?? locale;

const format = (locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = locale + JSON.stringify(options);
  let known = formats.get(key);
  if (!known) {
    known = new Intl.DateTimeFormat(tagFor(locale), options);
    formats.set(key, known);
  }
  return known;
};

export const formatTime = (date: string, locale: Locale): string =>
  format(locale, { hour: '2-digit', minute: '2-digit' }).format(new Date(date));

const startOfDay = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

export const formatDay = (date: string, locale: Locale, texts: Texts, now = new Date()): string => {
  const then = new Date(date);
  const days = Math.round((startOfDay(now) - startOfDay(then)) / 86_400_000);
  if (days === 0) return texts.today;
  if (days === 1) return texts.yesterday;
  const sameYear = then.getFullYear() === now.getFullYear();
  return format(locale, { day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) }).format(then);
};

export const formatMoment = (date: string, locale: Locale, texts: Texts): string => {
  const day = formatDay(date, locale, texts);
  return day === texts.today ? formatTime(date, locale) : day;
};

/** Decimal units, as phones and file managers show them: 4.2 MB. */
export const formatBytes = (bytes: number, texts: Texts): string => {
  const [value, unit] =
    bytes >= 999_500
      ? [bytes / 1_000_000, texts.megabytes]
      : bytes >= 1_000
        ? [bytes / 1_000, texts.kilobytes]
        : [bytes, texts.bytes];
  const digits = value < 10 && unit === texts.megabytes ? 1 : 0;
  return `${value.toLocaleString(texts.numberLocale, { maximumFractionDigits: digits })}\u00a0${unit}`;
};

/** From what to what: `4.2 → 0.6 MB`, the unit once where it is the same. */
export const formatShrinking = (before: number, after: number, texts: Texts): string => {
  const [from, to] = [formatBytes(before, texts), formatBytes(after, texts)];
  if (from === to) return to;
  const unit = to.slice(to.lastIndexOf('\u00a0'));
  return `${from.endsWith(unit) ? from.slice(0, -unit.length) : from} → ${to}`;
};

export const formatDuration = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};
