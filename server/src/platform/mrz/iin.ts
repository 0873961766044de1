/** Kazakhstan's individual identification number: birth date, sex and check digit are in it. */

export interface Iin {
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  readonly sex: 'M' | 'F';
}

const FIRST_PASS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const SECOND_PASS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];
/** Of the seventh digit: odd for men. */
const CENTURIES: Readonly<Record<string, string>> = { 1: '18', 2: '18', 3: '19', 4: '19', 5: '20', 6: '20' };

const remainder = (digits: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * (digits[index] ?? 0), 0) % 11;

/** The second pass counts when the first gives ten; a number whose second gives ten as well was never issued. */
const holdsCheckDigit = (digits: readonly number[]): boolean => {
  const first = remainder(digits, FIRST_PASS);
  return digits[11] === (first === 10 ? remainder(digits, SECOND_PASS) : first);
};

/** A date that the calendar has. */
export const isCalendarDate = (date: string): boolean => {
  const moment = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(date);
};

/** @returns nothing for what is no such number. */
export const readIin = (text: string): Iin | undefined => {
  if (!/^\d{12}$/.test(text) || !holdsCheckDigit([...text].map(Number))) return undefined;
  const seventh = text.charAt(6);
  const century = CENTURIES[seventh];
  const birthDate = `${century}${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4, 6)}`;
  if (!century || !isCalendarDate(birthDate)) return undefined;
  return { birthDate, sex: Number(seventh) % 2 === 1 ? 'M' : 'F' };
};
