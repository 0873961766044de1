/** Command: I am, or am no longer, typing. */
import * as z from 'zod';
import { defineCommand } from '../define.ts';
import { conversationId } from '../shared/ids.ts';

export const typingSet = defineCommand({
  name: 'typing:set',
  summary: 'Tell the others that the caller is, or is no longer, typing; it goes stale by itself',
  payload: z.strictObject({ conversationId, typing: z.boolean() }),
  data: z.object({}),
  problems: ['conversation/not-found'],
  callers: ['visitor', 'user', 'agent', 'supervisor', 'administrator'],
  processing: { operation: 'use', purpose: 'service', categories: ['activity'] },
  rateClass: 'signal',
});
