/** Command: ask the customer of a support conversation for documents (S47, S48). */
import * as z from 'zod';
import { identityDocumentTypes, limits } from '../constants.ts';
import { defineCommand } from '../define.ts';
import { message } from '../messages/message.ts';
import { conversationId, uuid } from '../shared/ids.ts';
import { writtenText } from '../shared/text.ts';

export const documentRequestCreate = defineCommand({
  name: 'document-request:create',
  summary:
    'Ask for documents in a support conversation. Repeating a clientRequestId returns the first request; ' +
    '`other` needs a supervisor or an administrator',
  payload: z.strictObject({
    conversationId,
    clientRequestId: uuid().describe('Drawn by the sender; the `clientMessageId` of the message it becomes'),
    documentTypes: z.array(z.enum(identityDocumentTypes)).min(1).max(identityDocumentTypes.length),
    reason: writtenText().trim().min(1).max(limits.documentRequestReasonCharacters),
    days: z.int().min(1).max(limits.documentRequestDays).default(7).describe('After as many days it expires'),
  }),
  data: z.object({ message }),
  problems: ['conversation/not-found', 'conversation/closed', 'request/key-reused'],
  callers: ['agent', 'supervisor', 'verifier', 'administrator'],
  processing: { operation: 'collect', purpose: 'verification', categories: ['message'] },
  rateClass: 'chat',
});
