/** Route: a verifier looks at an identity document; every look is recorded. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { identityDocumentId } from '../shared/ids.ts';
import { writtenText } from '../shared/text.ts';

export const identityDocumentContent = defineRoute({
  name: 'identity-document-content',
  summary:
    'Look at an identity document; every look of somebody who signed in, granted or refused, is in the audit log',
  method: 'get',
  path: '/v1/identity-documents/{id}/content',
  callers: ['verifier'],
  params: z.strictObject({ id: identityDocumentId }),
  query: z.strictObject({ reason: writtenText().trim().min(1).max(500).optional() }),
  response: { status: 200, mediaType: 'image/jpeg' },
  problems: ['identity-document/not-found'],
  processing: { operation: 'read', purpose: 'verification', categories: ['identity-document'] },
  rateClass: 'query',
});
