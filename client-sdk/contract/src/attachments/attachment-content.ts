/** Route: an attachment's bytes. */
import * as z from 'zod';
import { attachmentVariants } from '../constants.ts';
import { defineRoute } from '../define.ts';
import { attachmentId } from '../shared/ids.ts';

export const attachmentContent = defineRoute({
  name: 'attachment-content',
  summary:
    'An attachment’s bytes, unsealed as they stream; ranges are served. `full` is what is offered first: of a PDF the safe copy',
  method: 'get',
  path: '/v1/attachments/{id}/content',
  callers: ['visitor', 'user', 'agent', 'supervisor', 'administrator'],
  params: z.strictObject({ id: attachmentId }),
  query: z.strictObject({ variant: z.enum(attachmentVariants).default('full') }),
  response: { status: 200, mediaType: 'application/octet-stream' },
  problems: [
    'attachment/not-found',
    'attachment/not-available',
    'attachment/range-invalid',
    'attachment/precondition-failed',
  ],
  processing: { operation: 'read', purpose: 'service', categories: ['photo', 'voice', 'file'] },
  rateClass: 'query',
});
