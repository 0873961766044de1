/** Route: the conversation may be destroyed again when its term is over. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { holdId } from '../shared/ids.ts';
import { hold } from './hold.ts';

export const holdRelease = defineRoute({
  name: 'hold-release',
  summary: 'Release a hold',
  method: 'delete',
  path: '/v1/holds/{id}',
  callers: ['privacy-officer', 'authorised-representative', 'administrator'],
  params: z.strictObject({ id: holdId }),
  response: { status: 200, schema: hold },
  problems: ['retention/hold-not-found'],
  processing: { operation: 'block', purpose: 'privacy', categories: ['message', 'photo', 'voice', 'file'] },
  rateClass: 'query',
});
