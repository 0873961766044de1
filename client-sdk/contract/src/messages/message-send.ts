/** Command: append a message to a conversation. */
import * as z from 'zod';
import { limits } from '../constants.ts';
import { defineCommand } from '../define.ts';
import { attachmentId, clientMessageId, conversationId, messageId } from '../shared/ids.ts';
import { writtenText } from '../shared/text.ts';
import { message } from './message.ts';

export const messageSend = defineCommand({
  name: 'message:send',
  summary: 'Append a message; acknowledged when durably stored. Repeating a clientMessageId returns the first message',
  payload: z.strictObject({
    conversationId,
    clientMessageId,
    text: writtenText().max(limits.messageCharacters).optional(),
    attachmentIds: z.array(attachmentId).max(limits.attachmentsPerMessage).optional(),
    replyTo: messageId.optional(),
  }),
  data: z.object({ message }),
  problems: [
    'conversation/not-found',
    'conversation/closed',
    'consent/required',
    'message/empty',
    'message/not-found',
    'attachment/not-available',
  ],
  callers: ['visitor', 'user', 'agent', 'supervisor', 'administrator'],
  processing: { operation: 'collect', purpose: 'service', categories: ['message'] },
  rateClass: 'chat',
});
