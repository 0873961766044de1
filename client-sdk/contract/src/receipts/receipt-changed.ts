/** Event: somebody received or read further. */
import * as z from 'zod';
import { defineEvent } from '../define.ts';
import { conversationId, principalId } from '../shared/ids.ts';

export const receiptChanged = defineEvent({
  name: 'receipt:changed',
  summary: 'Somebody received or read further',
  payload: z.object({
    conversationId,
    principalId,
    readSeq: z.int().nonnegative(),
    deliveredSeq: z.int().nonnegative(),
  }),
});
