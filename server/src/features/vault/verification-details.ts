/** What is sealed of a verification, and how it is shown: masked, to the person and to verifiers alike. */
import { type Difference, difference, extractedFields, type Verification } from '@senim/contract';
import * as z from 'zod';
import { lastTwo } from './decision-differences.ts';
import type { VerificationRecord } from './decision-repository.ts';

export const verificationDetails = z.object({
  fields: extractedFields,
  note: z.string().optional(),
  differences: z.array(difference),
});

export interface VerificationDetails extends z.output<typeof verificationDetails> {}

export const detailsContext = (verificationId: string): string => `verification:${verificationId}`;

/** Details are undefined when the person's key has been destroyed: the result itself stays. */
export const toVerificationView = (
  record: VerificationRecord,
  details: VerificationDetails | undefined,
  viewer: 'owner' | 'verifier',
  today: string,
): Verification => {
  const { fields = {}, note, differences = [] as Difference[] } = details ?? {};
  const last2 = lastTwo(fields);
  const { expiresOn: validTo, issuer } = fields;
  return {
    id: record.id,
    identityDocumentId: record.documentId,
    subjectId: record.subjectId,
    documentType: record.documentType,
    result: record.result,
    state: record.state,
    checkedAt: record.checkedAt.toISOString(),
    ...(record.reason ? { reason: record.reason } : {}),
    ...(note === undefined ? {} : { note }),
    ...(viewer === 'verifier' ? { checkedBy: record.checkedBy } : {}),
    ...(viewer === 'verifier' && record.confirmedBy ? { confirmedBy: record.confirmedBy } : {}),
    ...(validTo === undefined ? {} : { validTo, isExpired: validTo < today }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(last2 === undefined ? {} : { last2 }),
    differences: [...differences],
  };
};
