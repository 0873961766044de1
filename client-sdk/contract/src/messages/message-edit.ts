/** Command: change the text of a message of one's own. */
import * as z from 'zod';
import { limits } from '../constants.ts';
import { defineCommand } from '../define.ts';
import { conversationId, messageId } from '../shared/ids.ts';
import { writtenText } from '../shared/text.ts';
import { message } from './message.ts';

export const messageEdit = defineCommand({
  name: 'message:edit',
  summary: 'Change the text of a message of one’s own; the former text is not kept',
  payload: z.strictObject({
    conversationId,
    messageId,
    text: writtenText().min(1).max(limits.messageCharacters),
  }),
  data: z.object({ message }),
  problems: ['conversation/not-found', 'conversation/closed', 'message/not-found', 'message/redacted', 'message/empty'],
  callers: ['visitor', 'user', 'agent', 'supervisor', 'administrator'],
  processing: { operation: 'change', purpose: 'service', categories: ['message'] },
  rateClass: 'chat',
});
