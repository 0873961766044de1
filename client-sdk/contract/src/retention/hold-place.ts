/** Route: nothing of this conversation may be destroyed until the hold is released. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { conversationId } from '../shared/ids.ts';
import { writtenText } from '../shared/text.ts';
import { hold } from './hold.ts';

export const holdPlace = defineRoute({
  name: 'hold-place',
  summary: 'Place a hold on a conversation: retention passes it by',
  method: 'post',
  path: '/v1/holds',
  callers: ['privacy-officer', 'authorised-representative', 'administrator'],
  body: z.strictObject({ conversationId, reason: writtenText().trim().min(1).max(500) }),
  response: { status: 201, schema: hold },
  problems: ['conversation/not-found'],
  processing: { operation: 'block', purpose: 'privacy', categories: ['message', 'photo', 'voice', 'file'] },
  rateClass: 'query',
});
