/** Route: where a resumable upload stands. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { byteCount, tusResumable } from '../shared/headers.ts';
import { uploadId } from '../shared/ids.ts';

export const uploadOffset = defineRoute({
  name: 'upload-offset',
  summary: 'Where a resumable upload stands, by the tus protocol; ends a request that still writes to it',
  method: 'head',
  path: '/v1/uploads/{id}',
  callers: ['visitor', 'user', 'agent', 'supervisor', 'administrator'],
  params: z.strictObject({ id: uploadId }),
  headers: z.object({ 'Tus-Resumable': tusResumable }),
  response: {
    status: 200,
    headers: z.object({ 'Upload-Offset': byteCount, 'Upload-Length': byteCount, 'Upload-Expires': z.string() }),
  },
  problems: ['upload/not-found', 'upload/busy', 'upload/version-unsupported'],
  processing: { operation: 'read', purpose: 'service', categories: ['activity'] },
  rateClass: 'query',
});
