/** Command: end a conversation. */
import * as z from 'zod';
import { defineCommand } from '../define.ts';
import { conversationId } from '../shared/ids.ts';
import { conversation } from './conversation.ts';

export const conversationClose = defineCommand({
  name: 'conversation:close',
  summary: 'End a support conversation; closing a closed one changes nothing',
  payload: z.strictObject({ conversationId }),
  data: z.object({ conversation }),
  problems: ['conversation/not-found'],
  callers: ['visitor', 'user', 'agent', 'supervisor', 'administrator'],
  processing: { operation: 'change', purpose: 'service', categories: ['activity'] },
  rateClass: 'query',
});
