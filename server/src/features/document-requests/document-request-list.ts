/** Use case: the document requests of a conversation, and nothing else of it. */
import { type MessageRepository, toMessageView } from '#features/messages/index';
import type { UseCase } from '#kernel/call';
import { requireSupportConversation, type SupportConversationDeps } from './support-conversation.ts';

export interface DocumentRequestListDeps extends SupportConversationDeps {
  readonly messages: Pick<MessageRepository, 'listDocumentRequests'>;
}

const MOST = 100;

export const documentRequestList =
  (deps: DocumentRequestListDeps): UseCase<'document-request:list'> =>
  async ({ conversationId }, { principal }) => {
    await requireSupportConversation(deps, principal, conversationId);
    const found = await deps.messages.listDocumentRequests(conversationId, MOST);
    return { messages: found.map((message) => toMessageView(message, new Map())) };
  };
