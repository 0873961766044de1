/** Use case: append a message to a conversation. */
import type { CommandInput, Message } from '@senim/contract';
import type { ConsentGate } from '#features/consents/index';
import { type ConversationAccess, type ConversationState, readersOf } from '#features/conversations/index';
import type { Call, UseCase } from '#kernel/call';
import type { Clock } from '#kernel/clock';
import type { DataKeys } from '#kernel/data-keys';
import { Fault } from '#kernel/fault';
import { newId } from '#kernel/ids';
import { ProblemError } from '#kernel/problem-error';
import { seal } from '#kernel/seal';
import type { FanOut } from '#realtime/fan-out';
import type { MessageAppender } from './message-appender.ts';
import { type Appended, bodyContext, type MessageDraft } from './message-draft.ts';
import type { MessageRepository } from './message-repository.ts';
import { type DescribeAttachments, toMessageView, toMessageViews } from './message-views.ts';

export interface MessageSendDeps {
  readonly access: ConversationAccess;
  readonly consentGate: ConsentGate;
  readonly messages: MessageRepository;
  readonly appender: MessageAppender;
  readonly dataKeys: DataKeys;
  readonly describeAttachments: DescribeAttachments;
  readonly fanOut: FanOut;
  readonly clock: Clock;
}

type Input = CommandInput<'message:send'>;

const NO_ATTACHMENTS = new Map<string, never>();

const REFUSALS = {
  closed: 'conversation/closed',
  'not-found': 'conversation/not-found',
  'attachment-unavailable': 'attachment/not-available',
} as const;

/** A message says something, and answers only what is there. */
const requireContent = async (input: Input, messages: MessageRepository): Promise<void> => {
  if (!input.text?.trim() && !input.attachmentIds?.length) throw new ProblemError('message/empty');
  if (input.replyTo && !(await messages.find(input.conversationId, input.replyTo))) {
    throw new ProblemError('message/not-found', { detail: 'unable to reply; there is no such message' });
  }
};

export const messageSend = (deps: MessageSendDeps): UseCase<'message:send'> => {
  const toDraft = async (input: Input, { principal }: Call): Promise<MessageDraft> => {
    const id = newId(deps.clock.now());
    const { id: keyId, key } = await deps.dataKeys.forParticipant(input.conversationId, principal.id);
    return {
      id,
      conversationId: input.conversationId,
      authorId: principal.id,
      authorKind: principal.kind,
      clientMessageId: input.clientMessageId,
      bodySealed: seal(key, input.text ?? '', bodyContext(id)),
      keyId,
      attachmentIds: [...new Set(input.attachmentIds)],
      replyTo: input.replyTo,
    };
  };

  /** Once more when retention destroyed the key between sealing and storing. */
  const append = async (input: Input, call: Call): Promise<{ draft: MessageDraft; appended: Appended }> => {
    const draft = await toDraft(input, call);
    const appended = await deps.appender.append(draft);
    if (appended.outcome !== 'key-missing') return { draft, appended };
    deps.dataKeys.forget([draft.keyId]);
    const again = await toDraft(input, call);
    return { draft: again, appended: await deps.appender.append(again) };
  };

  const firstAnswer = async (conversationId: string, messageId: string): Promise<Message> => {
    const known = await deps.messages.find(conversationId, messageId);
    if (!known) throw new Fault('a repeated message is gone');
    const [message] = await toMessageViews([known], deps.describeAttachments);
    return message as Message;
  };

  const publish = (message: Message, conversation: ConversationState, except: string | undefined): void => {
    deps.fanOut.publish('message:created', { message }, { rooms: readersOf(conversation), except });
  };

  return async (input, call) => {
    const conversation = await deps.access.requireWritable(call.principal, input.conversationId);
    await deps.consentGate.require(call.principal);
    await requireContent(input, deps.messages);
    // Described before the append: nothing may come between storing and telling, so that news stay in order.
    const attachments = input.attachmentIds?.length
      ? await deps.describeAttachments(input.attachmentIds)
      : NO_ATTACHMENTS;
    const { draft, appended } = await append(input, call);
    if (appended.outcome === 'repeated') return { message: await firstAnswer(input.conversationId, appended.id) };
    if (appended.outcome === 'key-missing') throw new Fault('a participant’s key is destroyed again and again');
    if (appended.outcome !== 'created') throw new ProblemError(REFUSALS[appended.outcome]);
    const message = toMessageView(
      {
        ...draft,
        seq: appended.seq,
        text: input.text ?? '',
        revision: 0,
        createdAt: appended.createdAt,
        editedAt: undefined,
        redactedAt: undefined,
      },
      attachments,
    );
    publish(message, conversation, call.connectionId);
    return { message };
  };
};
