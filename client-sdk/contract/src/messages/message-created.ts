/** Event: a message was appended. */
import * as z from 'zod';
import { defineEvent } from '../define.ts';
import { message } from './message.ts';

export const messageCreated = defineEvent({
  name: 'message:created',
  summary: 'A message was appended; sent to every other connection that may read the conversation',
  payload: z.object({ message }),
});
