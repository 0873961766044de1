/** Route: the second person approves or refuses a look; nobody decides on their own. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { identityDocumentLookId } from '../shared/ids.ts';
import { identityDocumentLook } from './identity-document-look.ts';

export const identityDocumentLookDecide = defineRoute({
  name: 'identity-document-look-decide',
  summary: 'Approve or refuse a look that waits for a second person; nobody decides on their own',
  method: 'post',
  path: '/v1/identity-document-looks/{id}/decision',
  callers: ['verifier'],
  params: z.strictObject({ id: identityDocumentLookId }),
  body: z.strictObject({ decision: z.enum(['approve', 'refuse']) }),
  response: { status: 200, schema: identityDocumentLook },
  problems: ['identity-document/look-not-found', 'identity-document/look-over'],
  processing: { operation: 'read', purpose: 'verification', categories: ['identity-document'] },
  rateClass: 'query',
});
