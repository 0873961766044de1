/** Use case: a page of history. */
import type { ConversationAccess } from '#features/conversations/index';
import type { UseCase } from '#kernel/call';
import type { MessageRepository } from './message-repository.ts';
import { type DescribeAttachments, toMessageViews } from './message-views.ts';

export interface MessageListDeps {
  readonly access: ConversationAccess;
  readonly messages: MessageRepository;
  readonly describeAttachments: DescribeAttachments;
}

export const messageList =
  ({ access, messages, describeAttachments }: MessageListDeps): UseCase<'message:list'> =>
  async ({ conversationId, before, after, limit }, { principal }) => {
    await access.requireReadable(principal, conversationId);
    const page = await messages.list(conversationId, { before, after, limit });
    return { messages: await toMessageViews(page, describeAttachments) };
  };
