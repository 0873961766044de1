/** The conversation that documents are asked for in: a support conversation, also for verifiers, who cannot read it. */
import type { ConversationAccess, ConversationState } from '#features/conversations/index';
import type { Principal } from '#kernel/principal';

export interface SupportConversationDeps {
  readonly access: ConversationAccess;
  readonly findConversation: (id: string) => Promise<ConversationState | undefined>;
}

/**
 * The roles that may ask may do so in every support conversation, and what they get to see is the request alone. In all
 * others they are refused as if they tried to read it, which is recorded for private ones.
 */
export const requireSupportConversation = async (
  { access, findConversation }: SupportConversationDeps,
  principal: Principal,
  id: string,
): Promise<ConversationState> => {
  const conversation = await findConversation(id);
  return conversation?.kind === 'support' ? conversation : access.requireReadable(principal, id);
};
