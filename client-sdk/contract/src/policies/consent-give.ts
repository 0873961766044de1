/** Route: consent to purposes of one policy version. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { consent } from './consent.ts';
import { purpose } from './policy-get.ts';

export const consentGive = defineRoute({
  name: 'consent-give',
  summary: 'Consent to purposes of the policy',
  method: 'post',
  path: '/v1/consents',
  callers: ['visitor', 'user'],
  body: z.strictObject({
    policyVersion: z.string().min(1).max(50),
    purposes: z.array(purpose).min(1).max(20),
    locale: z.enum(['kk', 'ru', 'en']).default('en'),
  }),
  response: { status: 201, schema: consent },
  problems: ['consent/version-outdated'],
  processing: { operation: 'record', purpose: 'privacy', categories: ['consent'] },
  rateClass: 'query',
});
