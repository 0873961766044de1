/** Use case: my conversations, or an agent's inbox. */
import type { UseCase } from '#kernel/call';
import { isSupportStaff } from './conversation-policy.ts';
import type { ConversationRepository } from './conversation-repository.ts';

export const conversationList =
  (conversations: ConversationRepository): UseCase<'conversation:list'> =>
  async (input, { principal }) => {
    const ids = await conversations.list({
      readableBy: isSupportStaff(principal) ? 'support' : { participant: principal.id },
      status: input.status,
      assignedTo: input.assigned === undefined ? undefined : input.assigned === 'me' ? principal.id : null,
      before: input.before === undefined ? undefined : new Date(input.before),
      limit: input.limit,
    });
    return { conversations: await conversations.findViews(ids) };
  };
