/** Route: looks that wait for a second person, the caller's own, and those for which glass was broken. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { identityDocumentLook } from './identity-document-look.ts';

export const identityDocumentLookList = defineRoute({
  name: 'identity-document-look-list',
  summary:
    'Looks at identity documents, the newest first: those that wait, your own, or those for which glass was broken',
  method: 'get',
  path: '/v1/identity-document-looks',
  callers: ['verifier', 'privacy-officer', 'authorised-representative'],
  query: z.strictObject({ which: z.enum(['waiting', 'mine', 'broken-glass']) }),
  response: { status: 200, schema: z.object({ looks: z.array(identityDocumentLook) }) },
  problems: [],
  processing: { operation: 'read', purpose: 'verification', categories: ['identity-document', 'staff'] },
  rateClass: 'query',
});
