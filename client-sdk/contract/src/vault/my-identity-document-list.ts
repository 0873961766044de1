/** Route: the caller's own identity documents, with everybody's looks at them. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { myIdentityDocument } from './identity-document-look.ts';

export const myIdentityDocumentList = defineRoute({
  name: 'my-identity-document-list',
  summary: 'My identity documents, the newest first, with each look at them: when, in which role, and why',
  method: 'get',
  path: '/v1/me/identity-documents',
  callers: ['visitor', 'user'],
  response: { status: 200, schema: z.object({ identityDocuments: z.array(myIdentityDocument) }) },
  problems: [],
  processing: { operation: 'read', purpose: 'privacy', categories: ['identity-document'] },
  rateClass: 'query',
});
