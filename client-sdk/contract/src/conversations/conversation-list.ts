/** Command: my conversations, or an agent's inbox. */
import * as z from 'zod';
import { limits } from '../constants.ts';
import { defineCommand } from '../define.ts';
import { timestamp } from '../shared/ids.ts';
import { conversation } from './conversation.ts';

export const conversationList = defineCommand({
  name: 'conversation:list',
  summary: 'The caller’s conversations, the most recently active first; for agents the support inbox',
  payload: z.strictObject({
    status: z.enum(['open', 'closed']).optional(),
    assigned: z.enum(['me', 'nobody']).optional().describe('For agents'),
    before: timestamp.optional().describe('Only those last active before this'),
    limit: z.int().min(1).max(limits.conversationsPerPage).default(50),
  }),
  data: z.object({ conversations: z.array(conversation) }),
  problems: [],
  callers: ['visitor', 'user', 'agent', 'supervisor', 'administrator'],
  processing: { operation: 'read', purpose: 'service', categories: ['activity', 'profile'] },
  rateClass: 'query',
});
