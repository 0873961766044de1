/** Command: delivered or read up to here. */
import * as z from 'zod';
import { defineCommand } from '../define.ts';
import { conversationId } from '../shared/ids.ts';

export const receiptMark = defineCommand({
  name: 'receipt:mark',
  summary: 'Delivered or read up to a number; it only ever moves forwards',
  payload: z.strictObject({
    conversationId,
    kind: z.enum(['delivered', 'read']).default('read'),
    seq: z.int().positive(),
  }),
  data: z.object({ readSeq: z.int().nonnegative(), deliveredSeq: z.int().nonnegative() }),
  problems: ['conversation/not-found'],
  callers: ['visitor', 'user', 'agent', 'supervisor', 'administrator'],
  processing: { operation: 'record', purpose: 'service', categories: ['activity'] },
  rateClass: 'signal',
});
