/** Asks whether a principal may see or post in a conversation; other features come here first. */
import type { Awaitable } from '#kernel/awaitable';
import type { Principal } from '#kernel/principal';

export interface ConversationState {
  readonly id: string;
  readonly kind: 'support' | 'direct';
  readonly status: 'open' | 'closed';
  readonly openedBy: string;
  readonly assignedTo: string | undefined;
  readonly participantIds: readonly string[];
}

export interface ConversationAccess {
  /**
   * The conversation, when the principal may read it. Participants may; agents may read support conversations,
   * never direct ones. Throws `conversation/not-found` otherwise: existence is not disclosed.
   */
  requireReadable(principal: Principal, conversationId: string): Awaitable<ConversationState>;
  /** As above, asked of the database itself: nothing remembered from a moment ago. */
  requireReadableNow(principal: Principal, conversationId: string): Promise<ConversationState>;
  /** As the first, and it must be open. Throws `conversation/closed` as well. */
  requireWritable(principal: Principal, conversationId: string): Awaitable<ConversationState>;
}
