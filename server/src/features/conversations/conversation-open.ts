/** Use case: start a conversation, or return the open one. */
import type { ConsentGate } from '#features/consents/index';
import type { PeopleRepository } from '#features/people/index';
import type { UseCase } from '#kernel/call';
import { ProblemError } from '#kernel/problem-error';
import type { AnnounceConversation } from './conversation-announcer.ts';
import type { ConversationRepository } from './conversation-repository.ts';

export interface ConversationOpenDeps {
  readonly conversations: ConversationRepository;
  readonly consentGate: ConsentGate;
  readonly people: PeopleRepository;
  readonly announce: AnnounceConversation;
}

export const conversationOpen =
  ({ conversations, consentGate, people, announce }: ConversationOpenDeps): UseCase<'conversation:open'> =>
  async (input, { principal, connectionId }) => {
    await consentGate.require(principal);
    const requirePeer = async (id: string): Promise<string> => {
      const [peer] = id === principal.id ? [] : await people.findPeople([id]);
      if (!peer || peer.kind === 'agent') throw new ProblemError('conversation/peer-not-found');
      return id;
    };
    const { id } =
      input.kind === 'support'
        ? await conversations.openSupport(principal.id, input.topic)
        : await conversations.openDirect(principal.id, await requirePeer(input.with));
    return { conversation: await announce(id, connectionId) };
  };
