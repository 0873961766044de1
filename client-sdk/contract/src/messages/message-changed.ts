/** Event: a message was edited or redacted, or a document request was answered or withdrawn. */
import * as z from 'zod';
import { defineEvent } from '../define.ts';
import { message } from './message.ts';

export const messageChanged = defineEvent({
  name: 'message:changed',
  summary: 'A message was edited or redacted, or a document request was answered or withdrawn',
  payload: z.object({ message }),
});
