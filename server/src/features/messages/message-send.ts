/** Use case: append a message to a conversation. */
import type { Attachment, CommandInput, Message } from '@senim/contract';
import type { ConsentGate } from '#features/consents/index';
import { type ConversationAccess, type ConversationState, readersOf } from '#features/conversations/index';
import { type Awaitable, whenKnown } from '#kernel/awaitable';
import type { Call, UseCase } from '#kernel/call';
import type { Clock } from '#kernel/clock';
import type { DataKeys } from '#kernel/data-keys';
import { Fault } from '#kernel/fault';
import { newId } from '#kernel/ids';
import { ProblemError } from '#kernel/problem-error';
import { seal } from '#kernel/seal';
import type { FanOut } from '#realtime/fan-out';
import { inTurn } from './in-turn.ts';
import type { MessageAppender } from './message-appender.ts';
import { type Appended, bodyContext, type MessageDraft } from './message-draft.ts';
import type { MessageRepository, StoredMessage } from './message-repository.ts';
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

/** A message that may be said. */
interface Prepared {
  readonly conversation: ConversationState;
  readonly attachments: ReadonlyMap<string, Attachment>;
  readonly draft: MessageDraft;
}

type NotCreated = Exclude<Appended, { outcome: 'created' }>;

const NO_ATTACHMENTS = new Map<string, never>();

const REFUSALS = {
  closed: 'conversation/closed',
  'not-found': 'conversation/not-found',
  'attachment-unavailable': 'attachment/not-available',
} as const;

/** A message says something, and answers only what is there. */
const requireContent = ({ conversationId, text, attachmentIds, replyTo }: Input, messages: MessageRepository) => {
  if (!text?.trim() && !attachmentIds?.length) throw new ProblemError('message/empty');
  const isThere = replyTo === undefined || messages.find(conversationId, replyTo).then(Boolean);
  return whenKnown(isThere, (found) => {
    if (!found) throw new ProblemError('message/not-found', { detail: 'unable to reply; there is no such message' });
  });
};

export const messageSend = (deps: MessageSendDeps): UseCase<'message:send'> => {
  const toDraft = (input: Input, { principal }: Call): Awaitable<MessageDraft> =>
    whenKnown(deps.dataKeys.forParticipant(input.conversationId, principal.id), ({ id: keyId, key }) => {
      const id = newId(deps.clock.now());
      return {
        id,
        conversationId: input.conversationId,
        authorId: principal.id,
        authorKind: principal.kind,
        clientMessageId: input.clientMessageId,
        bodySealed: seal(key, input.text ?? '', bodyContext(id)),
        keyId,
        attachmentIds: input.attachmentIds ? [...new Set(input.attachmentIds)] : [],
        replyTo: input.replyTo,
      };
    });

  /** Described before the append: nothing may come between storing and telling, so that news stay in order. */
  const describe = (ids: readonly string[] | undefined): Awaitable<ReadonlyMap<string, Attachment>> =>
    ids?.length ? deps.describeAttachments(ids) : NO_ATTACHMENTS;

  /** May this be said here, and is it something? With what it says, described and sealed. */
  const prepare = (input: Input, call: Call): Awaitable<Prepared> =>
    whenKnown(deps.access.requireWritable(call.principal, input.conversationId), (conversation) =>
      whenKnown(deps.consentGate.require(call.principal), () =>
        whenKnown(requireContent(input, deps.messages), () =>
          whenKnown(describe(input.attachmentIds), (attachments) =>
            whenKnown(toDraft(input, call), (draft) => ({ conversation, attachments, draft })),
          ),
        ),
      ),
    );

  /** Told right when it is stored, so that its readers get the news in the order of the numbers. */
  const append = (input: Input, call: Call, { conversation, attachments, draft }: Prepared) =>
    deps.appender.append(draft, (appended): Message | NotCreated => {
      if (appended.outcome !== 'created') return appended;
      const stored = { ...draft, seq: appended.seq, text: input.text ?? '', createdAt: appended.createdAt };
      const message = toMessageView(
        { ...stored, revision: 0, editedAt: undefined, redactedAt: undefined },
        attachments,
      );
      const readers = { rooms: readersOf(conversation), except: call.connectionId };
      deps.fanOut.publish('message:created', { message }, readers);
      return message;
    });

  const firstAnswer = async (known: StoredMessage | undefined): Promise<{ message: Message }> => {
    if (!known) throw new Fault('a repeated message is gone');
    const [message] = await toMessageViews([known], deps.describeAttachments);
    return { message: message as Message };
  };

  /** What was stored before is answered, even if it would be refused by now: its sender may have missed the first answer. */
  const answerRefused = async (input: Input, { principal }: Call, refusal: unknown): Promise<{ message: Message }> => {
    const mayRead = refusal instanceof ProblemError && refusal.code !== 'conversation/not-found';
    if (!mayRead) throw refusal;
    const known = await deps.messages.findSent(input.conversationId, principal.id, input.clientMessageId);
    if (!known) throw refusal;
    return firstAnswer(known);
  };

  /**
   * An attachment that was being checked when it was described may have been settled before the message linked it, when
   * nobody but its owner was told of it. @returns those that have changed.
   */
  const settledMeanwhile = async (
    described: ReadonlyMap<string, Attachment>,
  ): Promise<ReadonlyMap<string, Attachment>> => {
    const checking = [...described.values()].filter(({ status }) => status === 'checking').map(({ id }) => id);
    if (checking.length === 0) return NO_ATTACHMENTS;
    const now = [...(await deps.describeAttachments(checking)).values()];
    return new Map(now.filter(({ status }) => status !== 'checking').map((attachment) => [attachment.id, attachment]));
  };

  /** Tells its readers as well what was settled meanwhile. */
  const withSettled = async (message: Message, { conversation, attachments }: Prepared): Promise<Message> => {
    const settled = await settledMeanwhile(attachments);
    for (const attachment of settled.values()) {
      deps.fanOut.publish('attachment:changed', { attachment }, { rooms: readersOf(conversation) });
    }
    return { ...message, attachments: message.attachments.map((each) => settled.get(each.id) ?? each) };
  };

  const say = async (input: Input, call: Call, prepared: Prepared): Promise<{ message: Message }> => {
    let said = await append(input, call, prepared);
    if ('outcome' in said && said.outcome === 'key-missing') {
      // Once more: retention destroyed the key between sealing and storing.
      deps.dataKeys.forget([prepared.draft.keyId]);
      said = await append(input, call, { ...prepared, draft: await toDraft(input, call) });
    }
    if (!('outcome' in said)) {
      return { message: prepared.attachments.size === 0 ? said : await withSettled(said, prepared) };
    }
    if (said.outcome === 'repeated') return firstAnswer(await deps.messages.find(input.conversationId, said.id));
    if (said.outcome === 'key-missing') throw new Fault('a participant’s key is destroyed again and again');
    throw new ProblemError(REFUSALS[said.outcome]);
  };

  const turns = inTurn();

  return async (input, call) => {
    try {
      // What one author says in one conversation is numbered in the order in which it came.
      return await turns(
        `${input.conversationId}/${call.principal.id}`,
        () => prepare(input, call),
        (prepared) => say(input, call, prepared),
      );
    } catch (refusal) {
      return answerRefused(input, call, refusal);
    }
  };
};
