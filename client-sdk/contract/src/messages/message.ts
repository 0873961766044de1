/** A message as its readers see it. */
import * as z from 'zod';
import { attachment } from '../attachments/attachment.ts';
import { documentRequest } from '../document-requests/document-request.ts';
import { clientMessageId, conversationId, messageId, principalId, timestamp } from '../shared/ids.ts';

export const message = z.object({
  id: messageId,
  conversationId,
  /** 1, 2, 3 … without gaps within the conversation. */
  seq: z.int().positive(),
  clientMessageId,
  authorId: principalId,
  authorKind: z.enum(['visitor', 'user', 'agent']),
  /** Empty when the message is only attachments, is a document request, or was redacted. */
  text: z.string(),
  attachments: z.array(attachment),
  replyTo: messageId.optional(),
  /** The company asks for documents: made by the server alone, by no text that anybody writes. */
  documentRequest: documentRequest.optional(),
  /** The conversation's revision at which it was last edited or redacted; 0 when never. */
  revision: z.int().nonnegative(),
  createdAt: timestamp,
  editedAt: timestamp.optional(),
  redactedAt: timestamp.optional(),
});

export interface Message extends z.output<typeof message> {}
