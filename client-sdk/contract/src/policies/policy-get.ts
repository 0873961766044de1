/** Route: the policy in force and what it asks consent for. */
import * as z from 'zod';
import { purposes } from '../constants.ts';
import { defineRoute } from '../define.ts';
import { timestamp } from '../shared/ids.ts';

export const purpose = z.enum([...purposes.required, ...purposes.optional]);

export const policyGet = defineRoute({
  name: 'policy-get',
  summary: 'The privacy policy in force',
  method: 'get',
  path: '/v1/policy',
  callers: 'public',
  query: z.strictObject({ locale: z.enum(['kk', 'ru', 'en']).default('en') }),
  response: {
    status: 200,
    schema: z.object({
      version: z.string(),
      required: z.array(purpose).describe('Nothing is kept until these are consented to'),
      optional: z.array(purpose),
      effectiveAt: timestamp,
      locale: z.enum(['kk', 'ru', 'en']),
      title: z.string(),
      text: z.string(),
      sha256: z.string().describe('Of the text in this locale; a consent records it'),
      purposeTexts: z.record(z.string(), z.string()).describe('What to show beside each tick box'),
    }),
  },
  problems: [],
  processing: { operation: 'describe', purpose: 'privacy', categories: ['none'] },
  rateClass: 'query',
});
