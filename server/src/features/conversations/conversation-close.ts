/** Use case: end a support conversation. */
import type { UseCase } from '#kernel/call';
import { ProblemError } from '#kernel/problem-error';
import type { ConversationAccess } from './conversation-access.ts';
import type { AnnounceConversation } from './conversation-announcer.ts';
import type { ConversationRepository } from './conversation-repository.ts';

export interface ConversationCloseDeps {
  readonly conversations: ConversationRepository;
  readonly access: ConversationAccess;
  readonly announce: AnnounceConversation;
}

export const conversationClose =
  ({ conversations, access, announce }: ConversationCloseDeps): UseCase<'conversation:close'> =>
  async ({ conversationId }, { principal, connectionId }) => {
    const { kind } = await access.requireReadable(principal, conversationId);
    if (kind === 'direct') {
      throw new ProblemError('request/invalid', { detail: 'unable to close; only support conversations end' });
    }
    await conversations.close(conversationId);
    return { conversation: await announce(conversationId, connectionId) };
  };
