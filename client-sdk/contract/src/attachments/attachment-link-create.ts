/** Route: a short-lived address of an attachment's bytes, for elements that cannot send a token. */
import * as z from 'zod';
import { attachmentVariants } from '../constants.ts';
import { defineRoute } from '../define.ts';
import { attachmentId, timestamp } from '../shared/ids.ts';

export const attachmentLink = z.object({
  url: z.string().describe('Relative to the server. A secret: it opens without a token'),
  expiresAt: timestamp,
});

export interface AttachmentLink extends z.output<typeof attachmentLink> {}

export const attachmentLinkCreate = defineRoute({
  name: 'attachment-link-create',
  summary:
    'An address of an attachment’s bytes for `<img>` and `<audio>`: bound to its caller, the attachment and the variant, for at most five minutes and as long as the caller may see it',
  method: 'post',
  path: '/v1/attachments/{id}/links',
  callers: ['visitor', 'user', 'agent', 'supervisor', 'administrator'],
  params: z.strictObject({ id: attachmentId }),
  body: z.strictObject({ variant: z.enum(attachmentVariants).default('full') }),
  response: { status: 201, schema: attachmentLink },
  problems: ['attachment/not-found', 'attachment/not-available'],
  processing: { operation: 'read', purpose: 'service', categories: ['photo', 'voice', 'file'] },
  rateClass: 'query',
});
