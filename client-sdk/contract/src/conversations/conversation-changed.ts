/** Event: a conversation was opened, assigned or closed. */
import * as z from 'zod';
import { defineEvent } from '../define.ts';
import { conversation } from './conversation.ts';

export const conversationChanged = defineEvent({
  name: 'conversation:changed',
  summary: 'A conversation was opened, assigned or closed',
  payload: z.object({ conversation }),
});
