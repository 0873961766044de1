/** Brings each event of the server to the conversation it is about. What it does not know it passes over. */
import type { EventName, EventPayload, Verification } from '@senim/contract';
import type { ConversationRegistry } from '../conversations/conversation-registry.ts';
import type { TypedEmitter } from '../events/typed-emitter.ts';
import type { Self } from '../people/self.ts';

type Routes = { readonly [Name in EventName]?: (payload: EventPayload<Name>) => void };

type Verdicts = Pick<TypedEmitter<{ verification: Verification }>, 'emit'>;

const routesTo = (conversations: ConversationRegistry, self: Self, verdicts: Verdicts): Routes => ({
  'message:created': ({ message }) => conversations.find(message.conversationId)?.receive(message),
  'message:changed': ({ message }) => conversations.find(message.conversationId)?.receive(message),
  'conversation:changed': ({ conversation }) => {
    conversations.receive(conversation);
  },
  'receipt:changed': (receipt) => conversations.find(receipt.conversationId)?.receiveReceipt(receipt),
  'typing:changed': (typing) => {
    if (typing.principalId !== self.principalId) conversations.find(typing.conversationId)?.receiveTyping(typing);
  },
  'presence:changed': (presence) => conversations.find(presence.conversationId)?.events.emit('presence', presence),
  'attachment:changed': ({ attachment }) =>
    conversations.find(attachment.conversationId)?.receiveAttachment(attachment),
  'identity-document:changed': ({ verification }) => verdicts.emit('verification', verification),
  'heads:changed': ({ heads }) => {
    for (const head of heads) conversations.find(head.conversationId)?.receiveHead(head);
  },
});

export const eventRouter = (conversations: ConversationRegistry, self: Self, verdicts: Verdicts) => {
  const routes = routesTo(conversations, self, verdicts) as Record<string, ((payload: unknown) => void) | undefined>;
  return ({ name, payload }: { readonly name: string; readonly payload: unknown }): void => {
    try {
      if (Object.hasOwn(routes, name)) routes[name]?.(payload);
    } catch {
      // An event of another shape, from another version: the numbers will show if anything was missed.
    }
  };
};
