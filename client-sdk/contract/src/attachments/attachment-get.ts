/** Route: what is known of an attachment. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { attachmentId } from '../shared/ids.ts';
import { attachment } from './attachment.ts';

export const attachmentGet = defineRoute({
  name: 'attachment-get',
  summary: 'An attachment’s state and description',
  method: 'get',
  path: '/v1/attachments/{id}',
  callers: ['visitor', 'user', 'agent', 'supervisor', 'administrator'],
  params: z.strictObject({ id: attachmentId }),
  response: { status: 200, schema: attachment },
  problems: ['attachment/not-found'],
  processing: { operation: 'read', purpose: 'service', categories: ['photo', 'voice', 'file'] },
  rateClass: 'query',
});
