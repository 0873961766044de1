/** Event: somebody came or went. */
import * as z from 'zod';
import { defineEvent } from '../define.ts';
import { conversationId, principalId } from '../shared/ids.ts';

export const presenceChanged = defineEvent({
  name: 'presence:changed',
  summary: 'Somebody in the conversation came online or went offline',
  payload: z.object({ conversationId, principalId, online: z.boolean() }),
});
