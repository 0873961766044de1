/** What a verifier takes over from a document: typed, or read from its machine-readable zone. Kept sealed, shown masked. */
import * as z from 'zod';
import { writtenText } from '../shared/text.ts';

const name = () => writtenText().trim().min(1).max(100);
const date = () => z.iso.date();

export const extractedFields = z.strictObject({
  familyName: name().optional(),
  givenName: name().optional(),
  birthDate: date().optional(),
  sex: z.enum(['M', 'F']).optional(),
  documentNumber: z
    .string()
    .regex(/^[A-Z0-9]{1,20}$/, 'capital letters and digits')
    .optional(),
  personalNumber: z
    .string()
    .regex(/^\d{12}$/, 'twelve digits')
    .optional()
    .describe('The individual identification number (IIN); its check digit, date and sex are verified'),
  expiresOn: date().optional(),
  issuer: name().optional(),
  nationality: z
    .string()
    .regex(/^[A-Z]{1,3}$/, 'the letters of ICAO 9303')
    .optional(),
});

export interface ExtractedFields extends z.output<typeof extractedFields> {}

/** Lines as they are printed, or typed: spaces and small letters are forgiven. */
export const zoneLines = z
  .array(z.string().min(1).max(100))
  .min(2)
  .max(3)
  .describe('The lines of the machine-readable zone');
