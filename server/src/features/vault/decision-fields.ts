/** Do the fields of a document agree with themselves? The number with birth date and sex, the zone with what was typed (S67). */
import type { ExtractedFields } from '@senim/contract';
import { readIin } from '#platform/mrz/iin';
import { namesMatch } from './compare-names.ts';
import { readZone } from './decision-zone.ts';

export interface FieldsInput {
  readonly fields?: ExtractedFields | undefined;
  readonly zone?: readonly string[] | undefined;
}

export interface JudgedFields {
  /** The zone's, completed by those that were typed; what was typed in another script than the zone's stays as typed. */
  readonly fields: ExtractedFields;
  /** Codes; never a value. */
  readonly faults: readonly string[];
}

const NAMES: ReadonlySet<string> = new Set(['familyName', 'givenName']);
/** In words on the page, in letters in the zone. */
const SPELT_OUT: ReadonlySet<string> = new Set(['issuer']);

const agrees = (name: string, typed: string, read: string): boolean =>
  SPELT_OUT.has(name) || (NAMES.has(name) ? namesMatch(typed, read) : typed === read);

const zoneFaults = (typed: ExtractedFields, read: ExtractedFields): string[] => {
  const names = Object.keys(typed) as (keyof ExtractedFields)[];
  const others = names.filter((name) => {
    const [written, known] = [typed[name], read[name]];
    return written !== undefined && known !== undefined && !agrees(name, written, known);
  });
  return others.map((name) => `zone/differs-in-${name}`);
};

const numberFaults = ({ personalNumber, birthDate, sex }: ExtractedFields): string[] => {
  if (personalNumber === undefined) return [];
  const iin = readIin(personalNumber);
  if (!iin) return ['personal-number/not-valid'];
  const faults: string[] = [];
  if (birthDate !== undefined && birthDate !== iin.birthDate) faults.push('personal-number/birth-date');
  if (sex !== undefined && sex !== iin.sex) faults.push('personal-number/sex');
  return faults;
};

const dateFaults = ({ birthDate, expiresOn }: ExtractedFields, today: string): string[] => {
  const faults: string[] = [];
  if (birthDate !== undefined && birthDate > today) faults.push('birth-date/in-the-future');
  if (expiresOn !== undefined && expiresOn < today) faults.push('document/expired');
  return faults;
};

export const judgeFields = ({ fields: typed = {}, zone }: FieldsInput, now: Date): JudgedFields => {
  const read = zone ? readZone(zone, now) : { fields: {}, faults: [] };
  const fields = { ...read.fields, ...typed };
  const faults = [
    ...read.faults,
    ...zoneFaults(typed, read.fields),
    ...numberFaults(fields),
    ...dateFaults(fields, now.toISOString().slice(0, 10)),
  ];
  return { fields, faults };
};
