/** Command: the document requests of a conversation, also for verifiers, who read nothing else of it. */
import * as z from 'zod';
import { defineCommand } from '../define.ts';
import { message } from '../messages/message.ts';
import { conversationId } from '../shared/ids.ts';

export const documentRequestList = defineCommand({
  name: 'document-request:list',
  summary: 'The newest document requests of a support conversation, the newest first, at most 100; no other message',
  payload: z.strictObject({ conversationId }),
  data: z.object({ messages: z.array(message) }),
  problems: ['conversation/not-found'],
  callers: ['agent', 'supervisor', 'verifier', 'administrator'],
  processing: { operation: 'read', purpose: 'verification', categories: ['message'] },
  rateClass: 'query',
});
