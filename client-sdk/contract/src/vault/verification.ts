/** The result of looking at an identity document; it outlives the picture (S41). */
import * as z from 'zod';
import { identityDocumentTypes, verdictReasons } from '../constants.ts';
import { identityDocumentId, principalId, timestamp, verificationId } from '../shared/ids.ts';

/** A profile and a document that do not say the same; both masked (S67). */
export const difference = z.object({
  field: z.enum(['name']),
  profile: z.string().describe('Masked'),
  document: z.string().describe('Masked'),
  answer: z.enum(['profile', 'document']).optional().describe('Which of them is right, as the person says'),
});

export const verification = z.object({
  id: verificationId,
  identityDocumentId,
  subjectId: principalId,
  documentType: z.enum(identityDocumentTypes),
  result: z.enum(['verified', 'rejected']),
  state: z
    .enum(['final', 'awaiting-confirmation'])
    .describe('A rejection counts once a second verifier has confirmed it'),
  reason: z.enum(verdictReasons).optional(),
  note: z.string().optional().describe('What the verifier wants the person to know'),
  checkedBy: principalId.optional().describe('For verifiers'),
  confirmedBy: principalId.optional().describe('For verifiers'),
  checkedAt: timestamp,
  validTo: z.iso.date().optional(),
  isExpired: z.boolean().optional().describe('The document’s own term is over: it proves nothing any more'),
  issuer: z.string().optional(),
  last2: z.string().optional().describe('`**********06`: of the personal number, else of the document’s'),
  differences: z.array(difference),
});

export interface Verification extends z.output<typeof verification> {}
export interface Difference extends z.output<typeof difference> {}
