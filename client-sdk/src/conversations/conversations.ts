/** All conversations: open, list, and what changes among them. */
import type { CommandPayload } from '@senim/contract';
import type { Unsubscribe } from '../events/typed-emitter.ts';
import type { Conversation } from './conversation.ts';

/** With the company, or with another user. */
export type OpenConversation = CommandPayload<'conversation:open'>;
/** Which conversations; `assigned` is for agents, `before` a `lastActivityAt`, `limit` 50 by default. */
export type ListConversations = CommandPayload<'conversation:list'>;

export interface ConversationsEvents {
  /** A conversation was opened, assigned, closed, or has a newer message: also one that was not known before. */
  changed: Conversation;
}

export interface Conversations {
  /** Opens a conversation, or returns the open one. Rejects with `consent/required` or `conversation/peer-not-found`. */
  open(conversation: OpenConversation): Promise<Conversation>;
  /** The caller's conversations, or an agent's inbox: the most recently active first. */
  list(which?: ListConversations): Promise<readonly Conversation[]>;
  /** The conversation with this id, without asking the server; always the same object for the same id. */
  get(id: string): Conversation;
  /** Subscribes to changes of any conversation. */
  on<Name extends keyof ConversationsEvents>(
    name: Name,
    listener: (payload: ConversationsEvents[Name]) => void,
  ): Unsubscribe;
}
