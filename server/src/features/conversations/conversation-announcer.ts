/** Tells everyone concerned that a conversation was opened, assigned or closed. */
import type { Conversation } from '@senim/contract';
import type { FanOut } from '#realtime/fan-out';
import { conversationRoom, supportInboxRoom } from '#realtime/room-names';
import type { CachedConversationAccess } from './cached-conversation-access.ts';
import type { ConversationRepository } from './conversation-repository.ts';

export interface ConversationAnnouncerDeps {
  readonly conversations: Pick<ConversationRepository, 'findViews'>;
  readonly access: Pick<CachedConversationAccess, 'forget'>;
  readonly fanOut: FanOut;
}

/** Rooms of all who may read it. */
export const readersOf = (conversation: { readonly id: string; readonly kind: 'support' | 'direct' }): string[] =>
  conversation.kind === 'support'
    ? [conversationRoom(conversation.id), supportInboxRoom]
    : [conversationRoom(conversation.id)];

/** @returns the conversation as it stands now. */
export type AnnounceConversation = (id: string, except?: string) => Promise<Conversation>;

export const announceConversation =
  ({ conversations, access, fanOut }: ConversationAnnouncerDeps): AnnounceConversation =>
  async (id, except) => {
    access.forget(id);
    const [conversation] = (await conversations.findViews([id])) as [Conversation];
    for (const participant of conversation.participants) fanOut.join(participant.id, conversationRoom(id));
    fanOut.publish('conversation:changed', { conversation }, { rooms: readersOf(conversation), except });
    return conversation;
  };
