/** What editing and redacting share: find it, ask the policy, change it, tell everyone. */
import type { Message } from '@senim/contract';
import { type ConversationAccess, type ConversationState, readersOf } from '#features/conversations/index';
import type { Call } from '#kernel/call';
import type { DataKeys } from '#kernel/data-keys';
import { ProblemError } from '#kernel/problem-error';
import type { FanOut } from '#realtime/fan-out';
import type { MessageChange, MessageRepository, StoredMessage } from './message-repository.ts';
import { type DescribeAttachments, toMessageViews } from './message-views.ts';

export interface MessageChangeDeps {
  readonly access: ConversationAccess;
  readonly messages: MessageRepository;
  readonly dataKeys: DataKeys;
  readonly describeAttachments: DescribeAttachments;
  /** Removes what a redacted message carried. */
  readonly destroyAttachments: (ids: readonly string[]) => Promise<void>;
  readonly fanOut: FanOut;
}

/** A message in its conversation. */
export interface MessageInPlace {
  readonly message: StoredMessage;
  readonly conversation: ConversationState;
}

/** Throws `message/not-found` for one that is not there. */
export const requireMessage = async (
  { messages }: Pick<MessageChangeDeps, 'messages'>,
  conversation: ConversationState,
  messageId: string,
): Promise<MessageInPlace> => {
  const message = await messages.find(conversation.id, messageId);
  if (!message) throw new ProblemError('message/not-found');
  return { message, conversation };
};

/** Applies a change and tells everyone who may read it. @returns the message as it stands now. */
export const applyChange = async (
  deps: MessageChangeDeps,
  conversation: ConversationState,
  change: MessageChange,
  call: Call,
): Promise<Message> => {
  const isChanged = await deps.messages.change(change);
  const { message } = await requireMessage(deps, conversation, change.messageId);
  const [view] = (await toMessageViews([message], deps.describeAttachments)) as [Message];
  if (isChanged) {
    const audience = { rooms: readersOf(conversation), except: call.connectionId };
    deps.fanOut.publish('message:changed', { message: view }, audience);
  }
  return view;
};
