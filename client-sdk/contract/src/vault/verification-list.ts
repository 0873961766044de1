/** Route: what became of my identity documents. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { verification } from './verification.ts';

export const verificationList = defineRoute({
  name: 'verification-list',
  summary: 'The final results of my identity documents, the newest first; masked',
  method: 'get',
  path: '/v1/me/verifications',
  callers: ['visitor', 'user'],
  response: { status: 200, schema: z.object({ verifications: z.array(verification) }) },
  problems: [],
  processing: { operation: 'read', purpose: 'verification', categories: ['identity-document'] },
  rateClass: 'query',
});
