/** Messages as clients see them: with their attachments described. */
import type { Attachment, Message } from '@senim/contract';
import type { StoredMessage } from './message-repository.ts';

/** Describes attachments by id; those that are not in the answer are unknown. */
export type DescribeAttachments = (ids: readonly string[]) => Promise<ReadonlyMap<string, Attachment>>;

const NONE: ReadonlyMap<string, Attachment> = new Map();

export const toMessageView = (message: StoredMessage, attachments: ReadonlyMap<string, Attachment>): Message => ({
  id: message.id,
  conversationId: message.conversationId,
  seq: message.seq,
  clientMessageId: message.clientMessageId,
  authorId: message.authorId,
  authorKind: message.authorKind,
  // The reason of a document request is nothing that its author says in the conversation.
  text: message.documentRequest ? '' : message.text,
  attachments: message.attachmentIds.flatMap((id) => attachments.get(id) ?? []),
  ...(message.documentRequest ? { documentRequest: { ...message.documentRequest, reason: message.text } } : {}),
  ...(message.replyTo === undefined ? {} : { replyTo: message.replyTo }),
  revision: message.revision,
  createdAt: message.createdAt.toISOString(),
  ...(message.editedAt === undefined ? {} : { editedAt: message.editedAt.toISOString() }),
  ...(message.redactedAt === undefined ? {} : { redactedAt: message.redactedAt.toISOString() }),
});

/** One look-up for all attachments of a page, none when there are none. */
export const toMessageViews = async (
  messages: readonly StoredMessage[],
  describe: DescribeAttachments,
): Promise<Message[]> => {
  const ids = messages.flatMap((message) => message.attachmentIds);
  const attachments = ids.length === 0 ? NONE : await describe(ids);
  return messages.map((message) => toMessageView(message, attachments));
};
