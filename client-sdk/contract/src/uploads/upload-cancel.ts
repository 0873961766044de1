/** Route: give up a resumable upload. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { tusResumable } from '../shared/headers.ts';
import { uploadId } from '../shared/ids.ts';

export const uploadCancel = defineRoute({
  name: 'upload-cancel',
  summary: 'Give up a resumable upload: its bytes are gone at once; what it has already become stays',
  method: 'delete',
  path: '/v1/uploads/{id}',
  callers: ['visitor', 'user', 'agent', 'supervisor', 'administrator'],
  params: z.strictObject({ id: uploadId }),
  headers: z.object({ 'Tus-Resumable': tusResumable }),
  response: { status: 204 },
  problems: ['upload/not-found', 'upload/busy', 'upload/version-unsupported'],
  processing: { operation: 'destroy', purpose: 'service', categories: ['photo', 'voice', 'file', 'identity-document'] },
  rateClass: 'upload',
});
