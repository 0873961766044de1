/** Route: where a resumable upload stands, and what became of it. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { uploadId } from '../shared/ids.ts';
import { upload } from './upload.ts';

export const uploadGet = defineRoute({
  name: 'upload-get',
  summary: 'Where a resumable upload stands, and what became of it: for a client that lost the last answer',
  method: 'get',
  path: '/v1/uploads/{id}',
  callers: ['visitor', 'user', 'agent', 'supervisor', 'administrator'],
  params: z.strictObject({ id: uploadId }),
  response: { status: 200, schema: upload },
  problems: ['upload/not-found'],
  processing: { operation: 'read', purpose: 'service', categories: ['photo', 'voice', 'file', 'identity-document'] },
  rateClass: 'query',
});
