/** Use case: give a support conversation to an agent. */
import type { PeopleRepository } from '#features/people/index';
import type { UseCase } from '#kernel/call';
import { ProblemError } from '#kernel/problem-error';
import type { ConversationAccess } from './conversation-access.ts';
import type { AnnounceConversation } from './conversation-announcer.ts';
import type { ConversationRepository } from './conversation-repository.ts';

export interface ConversationAssignDeps {
  readonly conversations: ConversationRepository;
  readonly access: ConversationAccess;
  readonly people: Pick<PeopleRepository, 'findAgentRoles'>;
  readonly announce: AnnounceConversation;
}

export const conversationAssign =
  ({ conversations, access, people, announce }: ConversationAssignDeps): UseCase<'conversation:assign'> =>
  async (input, { principal, connectionId }) => {
    await access.requireWritable(principal, input.conversationId);
    const agentId = input.agentId ?? principal.id;
    if ((await people.findAgentRoles(agentId)) === undefined) throw new ProblemError('agent/not-found');
    if (!(await conversations.assign(input.conversationId, agentId))) throw new ProblemError('conversation/closed');
    return { conversation: await announce(input.conversationId, connectionId) };
  };
