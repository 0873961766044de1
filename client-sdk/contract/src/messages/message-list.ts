/** Command: a page of history. */
import * as z from 'zod';
import { limits } from '../constants.ts';
import { defineCommand } from '../define.ts';
import { conversationId } from '../shared/ids.ts';
import { message } from './message.ts';

export const messageList = defineCommand({
  name: 'message:list',
  summary: 'A page of history in ascending order: the newest, or those before or after a number',
  payload: z.strictObject({
    conversationId,
    before: z.int().positive().optional().describe('The newest messages with a smaller number'),
    after: z.int().nonnegative().optional().describe('The oldest messages with a greater number'),
    limit: z.int().min(1).max(limits.messagesPerPage).default(50),
  }),
  data: z.object({ messages: z.array(message) }),
  problems: ['conversation/not-found'],
  callers: ['visitor', 'user', 'agent', 'supervisor', 'administrator'],
  processing: { operation: 'read', purpose: 'service', categories: ['message'] },
  rateClass: 'query',
});
