/** Route: the identity documents a verifier has to look at. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { conversationId } from '../shared/ids.ts';
import { identityDocument } from './identity-document.ts';

export const identityDocumentList = defineRoute({
  name: 'identity-document-list',
  summary: 'Identity documents in the vault, the newest first; described, not shown',
  method: 'get',
  path: '/v1/identity-documents',
  callers: ['verifier'],
  query: z.strictObject({ conversationId: conversationId.optional() }),
  response: { status: 200, schema: z.object({ identityDocuments: z.array(identityDocument) }) },
  problems: [],
  processing: { operation: 'read', purpose: 'verification', categories: ['identity-document'] },
  rateClass: 'query',
});
