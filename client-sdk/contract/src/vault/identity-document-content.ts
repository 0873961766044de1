/** Route: a verifier looks at an identity document; every look is recorded. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { identityDocumentId, identityDocumentLookId } from '../shared/ids.ts';
import { writtenText } from '../shared/text.ts';

export const identityDocumentContent = defineRoute({
  name: 'identity-document-content',
  summary:
    'Look at a page of an identity document, drawn for this look with the name of the viewer, the time and its number all over it; every look of somebody who signed in, granted or refused, is in the audit log',
  method: 'get',
  path: '/v1/identity-documents/{id}/content',
  callers: ['verifier', 'privacy-officer', 'authorised-representative'],
  params: z.strictObject({ id: identityDocumentId }),
  query: z.strictObject({
    reason: writtenText().trim().min(1).max(500).optional().describe('For a look that is opened by this request'),
    look: identityDocumentLookId.optional().describe('One that was opened before, and is not over'),
    page: z.coerce.number().int().min(1).max(1_000).default(1),
  }),
  response: { status: 200, mediaType: 'image/jpeg' },
  problems: [
    'identity-document/not-found',
    'identity-document/look-not-found',
    'identity-document/look-waiting',
    'identity-document/look-over',
  ],
  processing: { operation: 'read', purpose: 'verification', categories: ['identity-document'] },
  rateClass: 'query',
});
