/** Event: somebody began or stopped typing. */
import * as z from 'zod';
import { defineEvent } from '../define.ts';
import { conversationId, principalId } from '../shared/ids.ts';

export const typingChanged = defineEvent({
  name: 'typing:changed',
  summary: 'Somebody began or stopped typing; take it as stopped after six seconds without news',
  payload: z.object({ conversationId, principalId, typing: z.boolean() }),
});
