/** Route: everything held about the caller, in one document (S85). */
import * as z from 'zod';
import { conversation } from '../conversations/conversation.ts';
import { defineRoute } from '../define.ts';
import { message } from '../messages/message.ts';
import { consent } from '../policies/consent.ts';
import { principalId, timestamp } from '../shared/ids.ts';
import { myIdentityDocument } from '../vault/identity-document-look.ts';

export const meExport = defineRoute({
  name: 'me-export',
  summary: 'Export what is held about me',
  method: 'get',
  path: '/v1/me/export',
  callers: ['visitor', 'user'],
  response: {
    status: 200,
    schema: z.object({
      exportedAt: timestamp,
      principal: z.object({
        id: principalId,
        kind: z.enum(['visitor', 'user']),
        profile: z.object({
          name: z.string().optional(),
          email: z.string().optional(),
          phone: z.string().optional(),
          locale: z.string().optional(),
          subject: z.string().optional().describe('Your id on the site that you came from'),
        }),
        createdAt: timestamp,
      }),
      consents: z.array(consent),
      identityDocuments: z.array(myIdentityDocument),
      conversations: z.array(conversation.extend({ messages: z.array(message) })),
    }),
  },
  problems: [],
  processing: {
    operation: 'read',
    purpose: 'privacy',
    categories: ['profile', 'message', 'consent', 'identity-document'],
  },
  rateClass: 'query',
});
