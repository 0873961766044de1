/** Route: a visitor's token, without any personal data. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { principalId } from '../shared/ids.ts';

export const visitorCreate = defineRoute({
  name: 'visitor-create',
  summary: 'Become a visitor: a token that names nobody',
  method: 'post',
  path: '/v1/visitors',
  callers: 'public',
  response: {
    status: 201,
    schema: z.object({ token: z.string(), principal: z.object({ id: principalId }) }),
  },
  problems: [],
  processing: { operation: 'collect', purpose: 'service', categories: ['none'] },
  rateClass: 'query',
});
