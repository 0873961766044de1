/** Command: what did I miss? */
import * as z from 'zod';
import { limits } from '../constants.ts';
import { defineCommand } from '../define.ts';
import { message } from '../messages/message.ts';
import { conversationId } from '../shared/ids.ts';
import { head } from './head.ts';

export const sessionResume = defineCommand({
  name: 'session:resume',
  summary:
    'Give the last numbers seen, get what is newer: missed messages and missed changes, a page for each conversation',
  payload: z.strictObject({
    heads: z
      .array(
        z.strictObject({
          conversationId,
          seq: z.int().nonnegative(),
          revision: z.int().nonnegative().default(0),
        }),
      )
      .max(limits.headsPerResume),
  }),
  data: z.object({
    heads: z.array(head).describe('Where each conversation stands now; those the caller may not read are left out'),
    messages: z.array(message).describe('Missed and changed messages, ascending within each conversation'),
    incomplete: z.array(conversationId).describe('More than a page was missed: read the rest with message:list'),
  }),
  problems: [],
  callers: ['visitor', 'user', 'agent', 'supervisor', 'administrator'],
  processing: { operation: 'read', purpose: 'service', categories: ['message'] },
  rateClass: 'query',
});
