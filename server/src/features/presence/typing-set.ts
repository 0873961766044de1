/** Use case: I am, or am no longer, typing. Nothing is kept. */
import { type ConversationAccess, readersOf } from '#features/conversations/index';
import type { UseCase } from '#kernel/call';
import type { FanOut } from '#realtime/fan-out';

export interface TypingSetDeps {
  readonly access: ConversationAccess;
  readonly fanOut: FanOut;
}

export const typingSet =
  ({ access, fanOut }: TypingSetDeps): UseCase<'typing:set'> =>
  async ({ conversationId, typing }, { principal, connectionId }) => {
    const conversation = await access.requireReadable(principal, conversationId);
    const payload = { conversationId, principalId: principal.id, typing };
    fanOut.publish('typing:changed', payload, { rooms: readersOf(conversation), except: connectionId });
    return {};
  };
