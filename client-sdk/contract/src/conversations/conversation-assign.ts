/** Command: give a support conversation to an agent. */
import * as z from 'zod';
import { defineCommand } from '../define.ts';
import { conversationId, principalId } from '../shared/ids.ts';
import { conversation } from './conversation.ts';

export const conversationAssign = defineCommand({
  name: 'conversation:assign',
  summary: 'Give a support conversation to an agent; to the caller when no agent is named',
  payload: z.strictObject({ conversationId, agentId: principalId.optional() }),
  data: z.object({ conversation }),
  problems: ['conversation/not-found', 'conversation/closed', 'agent/not-found'],
  callers: ['agent', 'supervisor', 'administrator'],
  processing: { operation: 'use', purpose: 'service', categories: ['activity'] },
  rateClass: 'query',
});
