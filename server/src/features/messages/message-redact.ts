/** Use case: remove a message's content and keep its place. */
import type { UseCase } from '#kernel/call';
import { ProblemError } from '#kernel/problem-error';
import { applyChange, type MessageChangeDeps, requireMessage } from './message-change.ts';
import { canRedact } from './message-policy.ts';

export const messageRedact =
  (deps: MessageChangeDeps): UseCase<'message:redact'> =>
  async ({ conversationId, messageId }, call) => {
    const conversation = await deps.access.requireReadable(call.principal, conversationId);
    const { message } = await requireMessage(deps, conversation, messageId);
    if (!canRedact(call.principal, message, conversation)) throw new ProblemError('message/not-found');
    // The files first: should this stop half-way, redacting again finishes it.
    if (message.attachmentIds.length > 0) await deps.destroyAttachments(message.attachmentIds);
    return { message: await applyChange(deps, conversation, { conversationId, messageId, body: undefined }, call) };
  };
