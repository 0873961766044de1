/** From a machine-readable zone, as a verifier types it or a reader finds it, to the fields of a document. */
import type { ExtractedFields } from '@senim/contract';
import { readIin } from '#platform/mrz/iin';
import { type MachineReadableZone, readMrz } from '#platform/mrz/read-mrz';

export interface ReadZone {
  readonly fields: ExtractedFields;
  /** `zone/…`: what in it is wrong; never what stands there. */
  readonly faults: readonly string[];
}

/** Finds the lines of a zone in a picture; undefined when there is none that it can read. */
export type ZoneReader = (picture: AsyncIterable<Uint8Array>) => Promise<readonly string[] | undefined>;

/** As printed: capitals, no spaces; typed guillemets are fillers. */
const asPrinted = (line: string): string =>
  line
    .toUpperCase()
    .replace(/[«‹]/g, (mark) => (mark === '«' ? '<<' : '<'))
    .replace(/\s/g, '');

/** Two digits of a year: nobody is born in the future, and documents are valid within this century. */
const fullDate = (short: string | undefined, isBirth: boolean, now: Date): string | undefined => {
  if (!short || !/^\d{6}$/.test(short)) return undefined;
  const date = `${short.slice(2, 4)}-${short.slice(4, 6)}`;
  const thisCentury = `20${short.slice(0, 2)}-${date}`;
  const isAhead = thisCentury > now.toISOString().slice(0, 10);
  return isBirth && isAhead ? `19${short.slice(0, 2)}-${date}` : thisCentury;
};

const toFields = (zone: MachineReadableZone, now: Date): ExtractedFields => {
  const personalNumber = zone.personalNumber && readIin(zone.personalNumber) ? zone.personalNumber : undefined;
  const iin = personalNumber === undefined ? undefined : readIin(personalNumber);
  const found = fullDate(zone.birthDate, true, now);
  // The number knows the century.
  const birthDate = iin && found && iin.birthDate.slice(2) === found.slice(2) ? iin.birthDate : found;
  return Object.fromEntries(
    Object.entries({
      familyName: zone.lastName,
      givenName: zone.firstName,
      birthDate,
      sex: zone.sex,
      documentNumber: zone.documentNumber,
      personalNumber,
      expiresOn: fullDate(zone.expirationDate, false, now),
      issuer: zone.issuingState,
      nationality: zone.nationality,
    }).filter(([, value]) => value !== undefined),
  );
};

export const readZone = (lines: readonly string[], now: Date): ReadZone => {
  const zone = readMrz(lines.map(asPrinted));
  if (!zone) return { fields: {}, faults: ['zone/not-a-zone'] };
  return { fields: toFields(zone, now), faults: zone.faults.map((field) => `zone/${field}`) };
};
