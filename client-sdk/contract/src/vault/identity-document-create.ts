/** Route: the separate door for identity documents (S41). */
import * as z from 'zod';
import { identityDocumentTypes } from '../constants.ts';
import { defineRoute } from '../define.ts';
import { idempotencyKey } from '../shared/headers.ts';
import { conversationId, documentRequestId } from '../shared/ids.ts';
import { identityDocument } from './identity-document.ts';

export const identityDocumentCreate = defineRoute({
  name: 'identity-document-create',
  summary: 'Hand over an identity document: it goes into the vault, where only a verifier may look',
  method: 'post',
  path: '/v1/identity-documents',
  callers: ['visitor', 'user'],
  headers: z.object({ 'Idempotency-Key': idempotencyKey }),
  multipart: {
    fields: z.strictObject({
      conversationId,
      documentType: z.enum(identityDocumentTypes).describe('`other` only in answer to a request'),
      requestId: documentRequestId.optional().describe('The document request that this answers'),
    }),
    file: 'file',
  },
  response: { status: 201, schema: identityDocument },
  problems: [
    'conversation/not-found',
    'conversation/closed',
    'consent/required',
    'attachment/too-large',
    'attachment/type-not-allowed',
    'attachment/unsafe',
    'attachment/unreadable',
    'attachment/infected',
    'attachment/quota-exceeded',
    'upload/too-many',
    'document-request/not-found',
    'document-request/not-open',
    'document-request/type-not-asked',
    'request/in-progress',
    'request/key-reused',
  ],
  processing: { operation: 'collect', purpose: 'verification', categories: ['identity-document'] },
  rateClass: 'upload',
});
