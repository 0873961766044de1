/** Route: what verifiers have decided on an identity document, also while a rejection waits for the second of them. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { identityDocumentId } from '../shared/ids.ts';
import { verification } from './verification.ts';

export const verificationGet = defineRoute({
  name: 'verification-get',
  summary: 'The result of an identity document, for verifiers; masked',
  method: 'get',
  path: '/v1/identity-documents/{id}/verification',
  callers: ['verifier'],
  params: z.strictObject({ id: identityDocumentId }),
  response: { status: 200, schema: verification },
  problems: ['verification/not-found'],
  processing: { operation: 'read', purpose: 'verification', categories: ['identity-document'] },
  rateClass: 'query',
});
