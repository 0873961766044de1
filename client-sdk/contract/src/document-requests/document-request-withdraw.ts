/** Command: a document is no longer asked for. */
import * as z from 'zod';
import { defineCommand } from '../define.ts';
import { message } from '../messages/message.ts';
import { conversationId, messageId } from '../shared/ids.ts';

export const documentRequestWithdraw = defineCommand({
  name: 'document-request:withdraw',
  summary: 'Withdraw a document request that is not answered yet; withdrawing a withdrawn one changes nothing',
  payload: z.strictObject({ conversationId, requestId: messageId.describe('The id of the request’s message') }),
  data: z.object({ message }),
  problems: ['conversation/not-found', 'document-request/not-found', 'document-request/not-open'],
  callers: ['agent', 'supervisor', 'verifier', 'administrator'],
  processing: { operation: 'change', purpose: 'verification', categories: ['message'] },
  rateClass: 'chat',
});
