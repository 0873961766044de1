/** Command: start a conversation, or return the open one. */
import * as z from 'zod';
import { limits } from '../constants.ts';
import { defineCommand } from '../define.ts';
import { principalId } from '../shared/ids.ts';
import { writtenText } from '../shared/text.ts';
import { conversation } from './conversation.ts';

export const conversationOpen = defineCommand({
  name: 'conversation:open',
  summary: 'Open a conversation with the company or with another user; the open one is returned if there is one',
  payload: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('support'),
      topic: writtenText().trim().min(1).max(limits.topicCharacters).optional(),
    }),
    z.strictObject({
      kind: z.literal('direct'),
      with: principalId.describe(
        'The other user’s id on this server, as `principal.id` of their export or `participants` of a conversation tell it; not the ' +
          'site’s own name of them (`sub`)',
      ),
    }),
  ]),
  data: z.object({ conversation }),
  problems: ['consent/required', 'conversation/peer-not-found'],
  callers: ['visitor', 'user'],
  processing: { operation: 'collect', purpose: 'service', categories: ['activity'] },
  rateClass: 'query',
});
