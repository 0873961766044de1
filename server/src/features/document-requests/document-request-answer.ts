/** May a document answer this request? Asked by the vault's door; and everyone is told when one has. */
import type { IdentityDocumentType } from '@senim/contract';
import type { AuditLog } from '#features/audit/index';
import { readersOf } from '#features/conversations/index';
import { type MessageRepository, toMessageView } from '#features/messages/index';
import type { Call } from '#kernel/call';
import { ProblemError } from '#kernel/problem-error';
import type { FanOut } from '#realtime/fan-out';

export interface AnswerWish {
  readonly conversationId: string;
  readonly documentType: IdentityDocumentType;
  /** Absent when nobody asked. */
  readonly requestId?: string | undefined;
}

export interface DocumentRequestAnswers {
  /** Throws `document-request/not-found`, `…/not-open` and `…/type-not-asked`. */
  requireAnswerable(wish: AnswerWish): Promise<void>;
  /** A document was stored and linked: recorded, and told to those who read the conversation. */
  answered(wish: AnswerWish, documentId: string, call: Call): Promise<void>;
}

export interface DocumentRequestAnswersDeps {
  readonly messages: Pick<MessageRepository, 'find'>;
  readonly audit: AuditLog;
  readonly fanOut: FanOut;
}

const requireAnswerable = async ({ messages }: DocumentRequestAnswersDeps, wish: AnswerWish): Promise<void> => {
  const { conversationId, documentType, requestId } = wish;
  if (requestId === undefined) {
    if (documentType !== 'other') return;
    throw new ProblemError('document-request/type-not-asked', {
      detail: 'unable to take the document; `other` is taken in answer to a request only',
    });
  }
  // Looked for in this conversation alone: a request to somebody else is not there.
  const request = (await messages.find(conversationId, requestId))?.documentRequest;
  if (!request) throw new ProblemError('document-request/not-found');
  if (request.status === 'withdrawn' || request.status === 'expired') {
    throw new ProblemError('document-request/not-open', {
      detail: `unable to take the document; the request is ${request.status}`,
    });
  }
  if (!request.documentTypes.includes(documentType)) {
    const detail = `unable to take the document; the request asks for ${request.documentTypes.join(', ')}`;
    throw new ProblemError('document-request/type-not-asked', { detail });
  }
};

export const documentRequestAnswers = (deps: DocumentRequestAnswersDeps): DocumentRequestAnswers => ({
  requireAnswerable: (wish) => requireAnswerable(deps, wish),

  answered: async ({ conversationId, documentType, requestId }, documentId, { principal, traceId }) => {
    if (requestId === undefined) return;
    const stored = await deps.messages.find(conversationId, requestId);
    await deps.audit.append({
      operation: 'document-request-answer',
      outcome: 'done',
      actorId: principal.id,
      resource: `document-request:${requestId}`,
      subjectId: principal.id,
      purpose: 'verification',
      traceId,
      details: { documentType, documentId, status: stored?.documentRequest?.status ?? 'destroyed' },
    });
    if (!stored) return;
    const message = toMessageView(stored, new Map());
    deps.fanOut.publish('message:changed', { message }, { rooms: readersOf({ id: conversationId, kind: 'support' }) });
  },
});
