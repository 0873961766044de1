/** Reads the machine-readable zone of an identity document (ICAO 9303), and says whether its check digits hold. */
import { type FieldName, type MRZFormat, type ParseResult, parse } from 'mrz';

/** Cards (TD1), larger cards and visas (TD2), passports (TD3), and the old French card, which is as long as a TD2. */
export const mrzFormats = ['TD1', 'TD2', 'TD3', 'FRENCH_NATIONAL_ID'] as const satisfies readonly MRZFormat[];
export type MrzFormat = (typeof mrzFormats)[number];

export interface MachineReadableZone {
  readonly format: MrzFormat;
  /** Every check digit is right; of documents of an unknown state as well. */
  readonly checksHold: boolean;
  /** The check digits, and every field has a value that it may have. */
  readonly isValid: boolean;
  /** The fields that are wrong; never what stands in them. */
  readonly faults: readonly FieldName[];
  /** Without fillers; a field that is wrong is absent. */
  readonly documentNumber: string | undefined;
  readonly lastName: string | undefined;
  readonly firstName: string | undefined;
  /** As printed: year, month, day, two digits each. */
  readonly birthDate: string | undefined;
  readonly expirationDate: string | undefined;
  readonly sex: 'M' | 'F' | undefined;
  readonly issuingState: string | undefined;
  readonly nationality: string | undefined;
  /** Kazakhstan's cards and passports carry the person's number there. */
  readonly personalNumber: string | undefined;
}

const MAX_LINES = 3;
const LONGEST_LINE = 44;
const CHECK_DIGIT = /CheckDigit$/;
const sexes: Readonly<Record<string, 'M' | 'F'>> = { male: 'M', female: 'F' };

const isOurs = (format: MRZFormat): format is MrzFormat => (mrzFormats as readonly string[]).includes(format);

/** It throws for lines of a number or length that no document has. */
const tryParse = (lines: readonly string[]): ParseResult | undefined => {
  try {
    return parse(lines);
  } catch {
    return undefined;
  }
};

/** @returns nothing when the lines have the shape of no zone. */
export const readMrz = (lines: readonly string[]): MachineReadableZone | undefined => {
  if (lines.length > MAX_LINES || lines.some(({ length }) => length > LONGEST_LINE)) return undefined;
  const result = tryParse(lines);
  if (!result || !isOurs(result.format)) return undefined;
  const { format, valid, fields, details } = result;
  const faults = details.flatMap(({ field, valid: isRight }) => (field && !isRight ? [field] : []));
  return {
    format,
    checksHold: !faults.some((field) => CHECK_DIGIT.test(field)),
    isValid: valid,
    faults,
    documentNumber: result.documentNumber || undefined,
    lastName: fields.lastName || undefined,
    firstName: fields.firstName || undefined,
    birthDate: fields.birthDate || undefined,
    expirationDate: fields.expirationDate || undefined,
    sex: sexes[fields.sex ?? ''],
    issuingState: fields.issuingState || undefined,
    nationality: fields.nationality || undefined,
    personalNumber: fields.personalNumber || fields.optional1 || undefined,
  };
};
