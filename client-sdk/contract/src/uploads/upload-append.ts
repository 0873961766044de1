/** Route: the next bytes of a resumable upload. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { byteCount, tusResumable } from '../shared/headers.ts';
import { uploadId } from '../shared/ids.ts';
import { uploadResult } from './upload.ts';

export const uploadAppend = defineRoute({
  name: 'upload-append',
  summary: 'The next bytes of a resumable upload; what has arrived when the network breaks is kept',
  method: 'patch',
  path: '/v1/uploads/{id}',
  callers: ['visitor', 'user', 'agent', 'supervisor', 'administrator'],
  params: z.strictObject({ id: uploadId }),
  headers: z.object({
    'Tus-Resumable': tusResumable,
    'Upload-Offset': byteCount.describe('Where these bytes belong: where the upload stands'),
    'Content-Type': z.literal('application/offset+octet-stream'),
  }),
  bytes: 'application/offset+octet-stream',
  response: {
    status: 204,
    headers: z.object({ 'Upload-Offset': byteCount, 'Upload-Expires': z.string() }),
    or: {
      status: 200,
      description: 'It was the last byte, and the file was taken; a file that is refused is answered with its problem',
      schema: uploadResult,
      headers: z.object({ 'Upload-Offset': byteCount }),
    },
  },
  problems: [
    'upload/not-found',
    'upload/offset-mismatch',
    'upload/busy',
    'upload/version-unsupported',
    'conversation/not-found',
    'conversation/closed',
    'document-request/not-found',
    'document-request/not-open',
    'document-request/type-not-asked',
    'consent/required',
    'attachment/too-large',
    'attachment/type-not-allowed',
    'attachment/unsafe',
    'attachment/unreadable',
    'attachment/infected',
    'attachment/identity-document',
    'attachment/identity-document-suspected',
  ],
  processing: {
    operation: 'collect',
    purpose: 'photo',
    categories: ['photo', 'voice', 'file', 'identity-document'],
  },
  rateClass: 'upload',
});
