/** Route: an attachment's bytes through a link. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';

export const attachmentLinkContent = defineRoute({
  name: 'attachment-link-content',
  summary:
    'An attachment’s bytes through a link, without a token; whether the person it was made for may still see them is asked each time',
  method: 'get',
  path: '/v1/attachment-links/{token}',
  callers: 'public',
  params: z.strictObject({ token: z.string().regex(/^[\w-]{1,400}$/) }),
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
