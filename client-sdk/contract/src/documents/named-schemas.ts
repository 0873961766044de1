/** What many operations share, under one name each in the documents. */
import type * as z from 'zod';
import { attachment } from '../attachments/attachment.ts';
import { conversation } from '../conversations/conversation.ts';
import { documentRequest } from '../document-requests/document-request.ts';
import { message } from '../messages/message.ts';
import { problem } from '../problems/problem.ts';
import { head } from '../sessions/head.ts';
import { identityDocument } from '../vault/identity-document.ts';
import { identityDocumentLook } from '../vault/identity-document-look.ts';

export const namedSchemas: Readonly<Record<string, z.ZodType>> = {
  Attachment: attachment,
  Conversation: conversation,
  DocumentRequest: documentRequest,
  Head: head,
  IdentityDocument: identityDocument,
  IdentityDocumentLook: identityDocumentLook,
  Message: message,
  Problem: problem,
};
