/** Command: remove a message's content and keep its place. */
import * as z from 'zod';
import { defineCommand } from '../define.ts';
import { conversationId, messageId } from '../shared/ids.ts';
import { message } from './message.ts';

export const messageRedact = defineCommand({
  name: 'message:redact',
  summary: 'Remove the content of a message of one’s own (supervisors: of any support message); its number stays',
  payload: z.strictObject({ conversationId, messageId }),
  data: z.object({ message }),
  problems: ['conversation/not-found', 'message/not-found'],
  callers: ['visitor', 'user', 'agent', 'supervisor', 'administrator'],
  processing: { operation: 'delete', purpose: 'service', categories: ['message'] },
  rateClass: 'chat',
});
