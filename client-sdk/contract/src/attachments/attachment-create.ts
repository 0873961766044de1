/** Route: upload a photo, a voice message or a file. */
import * as z from 'zod';
import { attachmentKinds } from '../constants.ts';
import { defineRoute } from '../define.ts';
import { idempotencyKey } from '../shared/headers.ts';
import { conversationId } from '../shared/ids.ts';
import { attachment, notIdentityDocument } from './attachment.ts';

export const attachmentCreate = defineRoute({
  name: 'attachment-create',
  summary:
    'Upload a photo, a voice message or a file; it is rebuilt without metadata, sealed, and then linked by message:send; with the status `checking` as well',
  method: 'post',
  path: '/v1/attachments',
  callers: ['visitor', 'user', 'agent', 'supervisor', 'administrator'],
  headers: z.object({ 'Idempotency-Key': idempotencyKey }),
  multipart: {
    fields: z.strictObject({
      conversationId,
      kind: z.enum(attachmentKinds),
      notIdentityDocument: notIdentityDocument.optional(),
    }),
    file: 'file',
  },
  response: { status: 201, schema: attachment },
  problems: [
    'conversation/not-found',
    'conversation/closed',
    'consent/required',
    'attachment/too-large',
    'attachment/type-not-allowed',
    'attachment/unsafe',
    'attachment/unreadable',
    'attachment/infected',
    'attachment/identity-document',
    'attachment/identity-document-suspected',
    'attachment/quota-exceeded',
    'upload/too-many',
    'request/in-progress',
    'request/key-reused',
  ],
  processing: { operation: 'collect', purpose: 'photo', categories: ['photo', 'voice', 'file'] },
  rateClass: 'upload',
});
