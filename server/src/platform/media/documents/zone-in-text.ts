/** Looks for a machine-readable zone in what a reader made of it; the check digits decide. */

const LENGTH = 15;
const LATEST_MONTH = 12;
const LATEST_DAY = 31;
const WEIGHTS = [7, 3, 1];
const SEXES = new Set('MFX<KXNHE');

/** What readers take digits for. */
const lookAlikes: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  U: '0',
  I: '1',
  L: '1',
  T: '1',
  J: '1',
  Z: '2',
  A: '4',
  S: '5',
  G: '6',
  B: '8',
};

const digit = (character: string | undefined): number => {
  const alike = lookAlikes[character ?? ''] ?? character ?? '';
  return /^\d$/.test(alike) ? Number(alike) : Number.NaN;
};

/** Year, month, day, and the check digit that belongs to them. */
const isCheckedDate = (text: string, at: number): boolean => {
  const digits = Array.from({ length: 7 }, (_, index) => digit(text[at + index]));
  if (digits.some(Number.isNaN)) return false;
  const [month, day] = [digits[2]! * 10 + digits[3]!, digits[4]! * 10 + digits[5]!];
  if (month < 1 || month > LATEST_MONTH || day < 1 || day > LATEST_DAY) return false;
  const sum = digits.slice(0, 6).reduce((total, value, index) => total + value * WEIGHTS[index % 3]!, 0);
  return sum % 10 === digits[6];
};

/** Birth, sex and expiry stand side by side in every format, each date with its own check digit. */
const hasCheckedDates = (line: string): boolean => {
  for (let at = 0; at + LENGTH <= line.length; at++) {
    if (SEXES.has(line[at + 7] ?? '') && isCheckedDate(line, at) && isCheckedDate(line, at + 8)) return true;
  }
  return false;
};

/** The beginnings of lines that only zones have. */
const BEGINNING = /(?:P[<KC]|[IA][D<C]|V[<K])[A-Z]{3}(?:[A-Z]+<{2}[A-Z<]+<{4}|[A-Z0-9]{9}\d[A-Z0-9<]{12}<{2})/;

export type ZoneFinding = 'checked' | 'alike' | 'none';

export const findZone = (text: string): ZoneFinding => {
  const lines = text
    .toUpperCase()
    .split('\n')
    .map((line) => line.replaceAll(/[^A-Z0-9<]/g, ''));
  if (lines.some(hasCheckedDates)) return 'checked';
  return lines.some((line) => BEGINNING.test(line)) ? 'alike' : 'none';
};
