/** Route: the person says whether their profile or their document is right (S67); nothing is overwritten. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { verificationId } from '../shared/ids.ts';
import { difference, verification } from './verification.ts';

export const verificationAnswer = defineRoute({
  name: 'verification-answer',
  summary: 'Say which is right where my profile and my document differ',
  method: 'post',
  path: '/v1/me/verifications/{id}/answer',
  callers: ['visitor', 'user'],
  params: z.strictObject({ id: verificationId }),
  body: z.strictObject({ field: difference.shape.field, answer: z.enum(['profile', 'document']) }),
  response: { status: 200, schema: verification },
  problems: ['verification/not-found'],
  processing: { operation: 'change', purpose: 'verification', categories: ['identity-document', 'profile'] },
  rateClass: 'query',
});
