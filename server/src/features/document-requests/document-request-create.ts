/** Use case: ask the customer of a support conversation for documents (S47, S48). */
import type { CommandInput, Message } from '@senim/contract';
import type { AuditEntry, AuditLog } from '#features/audit/index';
import { type ConversationState, readersOf } from '#features/conversations/index';
import {
  type Appended,
  bodyContext,
  type MessageAppender,
  type MessageDraft,
  type MessageRepository,
  toMessageView,
} from '#features/messages/index';
import type { Call, UseCase } from '#kernel/call';
import type { Clock } from '#kernel/clock';
import type { DataKeys } from '#kernel/data-keys';
import { Fault } from '#kernel/fault';
import { newId } from '#kernel/ids';
import { hasRole } from '#kernel/principal';
import { ProblemError } from '#kernel/problem-error';
import { seal } from '#kernel/seal';
import type { FanOut } from '#realtime/fan-out';
import type { DocumentRequestRepository, PlacedDocumentRequest } from './document-request-repository.ts';
import { requireSupportConversation, type SupportConversationDeps } from './support-conversation.ts';

export interface DocumentRequestCreateDeps extends SupportConversationDeps {
  readonly requests: DocumentRequestRepository;
  readonly messages: MessageRepository;
  readonly appender: MessageAppender;
  readonly dataKeys: DataKeys;
  readonly audit: AuditLog;
  readonly fanOut: FanOut;
  readonly clock: Clock;
  /** How long identity documents are kept. */
  readonly keptForSeconds: number;
}

type Input = CommandInput<'document-request:create'>;
type NotCreated = Exclude<Appended, { outcome: 'created' }>;

const DAY_MS = 86_400_000;

const auditEntry = (
  { conversationId, documentTypes, days }: Input,
  { openedBy }: ConversationState,
  { principal, traceId }: Call,
): Omit<AuditEntry, 'outcome'> => ({
  operation: 'document-request-create',
  actorId: principal.id,
  actorRoles: principal.roles,
  resource: `conversation:${conversationId}`,
  subjectId: openedBy,
  purpose: 'verification',
  traceId,
  details: { documentTypes: documentTypes.join(' '), days },
});

type Said = { readonly message: Message } | NotCreated;

/** Sealed and numbered like any message, and told right when it is stored; its row makes it more than text. */
const append = async (
  deps: DocumentRequestCreateDeps,
  placed: PlacedDocumentRequest,
  { conversationId, clientRequestId, reason }: Input,
  { principal, connectionId }: Call,
): Promise<Said> => {
  const { id, documentTypes, openUntil, keptForSeconds } = placed;
  const key = await deps.dataKeys.forParticipant(conversationId, principal.id);
  const draft: MessageDraft = {
    id,
    conversationId,
    authorId: principal.id,
    authorKind: principal.kind,
    clientMessageId: clientRequestId,
    bodySealed: seal(key.key, reason, bodyContext(id)),
    keyId: key.id,
    attachmentIds: [],
    replyTo: undefined,
  };
  const documentRequest = {
    documentTypes: [...documentTypes],
    until: openUntil.toISOString(),
    status: 'open' as const,
    receivedTypes: [],
    visibleTo: 'verifiers' as const,
    keptForSeconds,
  };
  const said = await deps.appender.append(draft, (appended): Said => {
    if (appended.outcome !== 'created') return appended;
    const { seq, createdAt } = appended;
    const unchanged = { revision: 0, editedAt: undefined, redactedAt: undefined };
    const message = toMessageView({ ...draft, ...unchanged, seq, createdAt, text: reason, documentRequest }, new Map());
    const rooms = readersOf({ id: conversationId, kind: 'support' });
    deps.fanOut.publish('message:created', { message }, { rooms, except: connectionId });
    return { message };
  });
  if ('outcome' in said && said.outcome === 'key-missing') deps.dataKeys.forget([key.id]);
  return said;
};

export const documentRequestCreate = (deps: DocumentRequestCreateDeps): UseCase<'document-request:create'> => {
  const requireMayAsk = async (input: Input, conversation: ConversationState, call: Call): Promise<void> => {
    const entry = auditEntry(input, conversation, call);
    // S47: what is not on the list is not for every agent to ask for.
    if (input.documentTypes.includes('other') && !hasRole(call.principal, 'supervisor', 'administrator')) {
      await deps.audit.append({ ...entry, outcome: 'refused' });
      const detail = 'unable to ask for another kind of document; a supervisor has to';
      throw new ProblemError('auth/forbidden', { detail });
    }
    await deps.audit.append({ ...entry, outcome: 'granted' });
  };

  const firstAnswer = async ({ conversationId }: Input, id: string): Promise<{ message: Message }> => {
    const first = await deps.messages.find(conversationId, id);
    if (!first?.documentRequest) {
      const detail = 'unable to ask for documents; the id was used for a message';
      throw new ProblemError('request/key-reused', { detail });
    }
    return { message: toMessageView(first, new Map()) };
  };

  const say = async (input: Input, placed: PlacedDocumentRequest, call: Call): Promise<{ message: Message }> => {
    let said = await append(deps, placed, input, call);
    // Once more: retention destroyed the key between sealing and storing.
    if ('outcome' in said && said.outcome === 'key-missing') said = await append(deps, placed, input, call);
    if ('message' in said) return said;
    // Refused, or the client's id was used for words: no message will follow. Another call's may have: then it stays.
    if (placed.isNew && !('id' in said && said.id === placed.id)) await deps.requests.drop(placed.id);
    switch (said.outcome) {
      case 'repeated':
        return firstAnswer(input, said.id);
      case 'closed':
        throw new ProblemError('conversation/closed');
      case 'not-found':
        throw new ProblemError('conversation/not-found');
      default:
        throw new Fault(`a document request cannot be stored: ${said.outcome}`);
    }
  };

  return async (input, call) => {
    const conversation = await requireSupportConversation(deps, call.principal, input.conversationId);
    // Answered as at first, even if it would be refused by now: its sender may have missed the first answer.
    const sent = await deps.messages.findSent(conversation.id, call.principal.id, input.clientRequestId);
    if (sent) return firstAnswer(input, sent.id);
    if (conversation.status === 'closed') throw new ProblemError('conversation/closed');
    await requireMayAsk(input, conversation, call);
    const now = deps.clock.now();
    const placed = await deps.requests.place({
      id: newId(now),
      conversationId: conversation.id,
      requestedBy: call.principal.id,
      clientRequestId: input.clientRequestId,
      documentTypes: [...new Set(input.documentTypes)],
      keptForSeconds: deps.keptForSeconds,
      openUntil: new Date(now + input.days * DAY_MS),
      createdAt: new Date(now),
    });
    return say(input, placed, call);
  };
};
