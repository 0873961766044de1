/** Route: a verifier decides on an identity document; its picture is destroyed with the result (S41, S43). */
import * as z from 'zod';
import { verdictReasons } from '../constants.ts';
import { defineRoute } from '../define.ts';
import { identityDocumentId } from '../shared/ids.ts';
import { writtenText } from '../shared/text.ts';
import { extractedFields, zoneLines } from './extracted-fields.ts';
import { verification } from './verification.ts';

export const identityDocumentDecide = defineRoute({
  name: 'identity-document-decide',
  summary: 'Decide on an identity document; a rejection may need a second verifier, who sends it as well',
  method: 'post',
  path: '/v1/identity-documents/{id}/decision',
  callers: ['verifier'],
  params: z.strictObject({ id: identityDocumentId }),
  body: z.discriminatedUnion('result', [
    z.strictObject({
      result: z.literal('verified'),
      fields: extractedFields.optional(),
      zone: zoneLines.optional(),
    }),
    z.strictObject({
      result: z.literal('rejected'),
      reason: z.enum(verdictReasons),
      note: writtenText().trim().min(1).max(500).optional(),
    }),
  ]),
  response: { status: 200, schema: verification },
  problems: [
    'identity-document/not-found',
    'identity-document/decided',
    'identity-document/fields-invalid',
    'request/invalid',
  ],
  processing: { operation: 'record', purpose: 'verification', categories: ['identity-document', 'profile'] },
  rateClass: 'query',
});
