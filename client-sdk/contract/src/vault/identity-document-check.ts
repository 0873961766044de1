/** Route: does what a verifier has read agree with itself, and with the profile? Nothing is kept. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { identityDocumentId } from '../shared/ids.ts';
import { extractedFields, zoneLines } from './extracted-fields.ts';
import { difference } from './verification.ts';

export const identityDocumentCheck = defineRoute({
  name: 'identity-document-check',
  summary: 'Read a machine-readable zone, verify check digits, compare with the profile',
  method: 'post',
  path: '/v1/identity-documents/{id}/check',
  callers: ['verifier'],
  params: z.strictObject({ id: identityDocumentId }),
  body: z.strictObject({ fields: extractedFields.optional(), zone: zoneLines.optional() }),
  response: {
    status: 200,
    schema: z.object({
      fields: extractedFields.describe('The zone’s, completed by those that were typed'),
      faults: z.array(z.string()).describe('What does not agree: `zone/birthDateCheckDigit`, `personal-number/sex`, …'),
      differences: z.array(difference),
    }),
  },
  problems: ['identity-document/not-found'],
  processing: { operation: 'use', purpose: 'verification', categories: ['identity-document', 'profile'] },
  rateClass: 'query',
});
