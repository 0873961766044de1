/** Event: an attachment became available, was rejected or destroyed. */
import * as z from 'zod';
import { defineEvent } from '../define.ts';
import { attachment } from './attachment.ts';

export const attachmentChanged = defineEvent({
  name: 'attachment:changed',
  summary: 'An attachment became available, was rejected or destroyed; before it is linked only its owner is told',
  payload: z.object({ attachment }),
});
