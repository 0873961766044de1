/** Use case: a document is no longer asked for. */
import type { AuditLog } from '#features/audit/index';
import { readersOf } from '#features/conversations/index';
import { type MessageRepository, type StoredMessage, toMessageView } from '#features/messages/index';
import type { UseCase } from '#kernel/call';
import { ProblemError } from '#kernel/problem-error';
import type { FanOut } from '#realtime/fan-out';
import type { DocumentRequestRepository } from './document-request-repository.ts';
import { requireSupportConversation, type SupportConversationDeps } from './support-conversation.ts';

export interface DocumentRequestWithdrawDeps extends SupportConversationDeps {
  readonly requests: DocumentRequestRepository;
  readonly messages: Pick<MessageRepository, 'find'>;
  readonly audit: AuditLog;
  readonly fanOut: FanOut;
}

/** Also in a closed conversation: nothing is said, something is taken back. */
export const documentRequestWithdraw =
  (deps: DocumentRequestWithdrawDeps): UseCase<'document-request:withdraw'> =>
  async ({ conversationId, requestId }, { principal, traceId, connectionId }) => {
    const conversation = await requireSupportConversation(deps, principal, conversationId);
    const requireRequest = async (): Promise<StoredMessage> => {
      const message = await deps.messages.find(conversationId, requestId);
      // Another message is no request, whatever it says.
      if (!message?.documentRequest) throw new ProblemError('document-request/not-found');
      return message;
    };
    const before = await requireRequest();
    if (before.documentRequest?.status === 'withdrawn') return { message: toMessageView(before, new Map()) };
    const isChanged = await deps.requests.withdraw(conversationId, requestId);
    const message = toMessageView(await requireRequest(), new Map());
    if (!isChanged && message.documentRequest?.status === 'answered') {
      throw new ProblemError('document-request/not-open', { detail: 'unable to withdraw; the request is answered' });
    }
    if (isChanged) {
      const audience = { rooms: readersOf(conversation), except: connectionId };
      deps.fanOut.publish('message:changed', { message }, audience);
      await deps.audit.append({
        operation: 'document-request-withdraw',
        outcome: 'done',
        actorId: principal.id,
        actorRoles: principal.roles,
        resource: `document-request:${requestId}`,
        subjectId: conversation.openedBy,
        purpose: 'verification',
        traceId,
      });
    }
    return { message };
  };
