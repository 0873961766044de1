/** Route: begin a resumable upload (tus 1.0.0, creation and creation-with-upload). */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { byteCount, tusResumable } from '../shared/headers.ts';
import { uploadResult } from './upload.ts';

export const uploadCreate = defineRoute({
  name: 'upload-create',
  summary:
    'Begin a resumable upload by the tus protocol; `Upload-Metadata` has `filename`, `filetype`, `conversationId` and ' +
    '`kind`, or `documentType`, and `requestId` if it was asked for, in its place for an identity document; the first bytes may come along',
  method: 'post',
  path: '/v1/uploads',
  callers: ['visitor', 'user', 'agent', 'supervisor', 'administrator'],
  headers: z.object({
    'Tus-Resumable': tusResumable,
    'Upload-Length': byteCount.describe('Of the whole file, in bytes; it cannot be told later'),
    'Upload-Metadata': z.string().max(4_096).describe('Pairs of a name and a Base64 value, separated by commas'),
  }),
  bytes: 'application/offset+octet-stream',
  response: {
    status: 201,
    // Sent when all bytes came along.
    schema: uploadResult.optional(),
    headers: z.object({ Location: z.string(), 'Upload-Offset': byteCount, 'Upload-Expires': z.string() }),
  },
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
    'document-request/not-found',
    'document-request/not-open',
    'document-request/type-not-asked',
    'upload/too-many',
    'upload/version-unsupported',
  ],
  processing: {
    operation: 'collect',
    purpose: 'photo',
    categories: ['photo', 'voice', 'file', 'identity-document'],
  },
  rateClass: 'upload',
});
