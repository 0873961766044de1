/** Use case: change the text of a message of one's own. */
import type { UseCase } from '#kernel/call';
import { ProblemError } from '#kernel/problem-error';
import { seal } from '#kernel/seal';
import { sealAndStore } from '#kernel/seal-and-store';
import { applyChange, type MessageChangeDeps, requireMessage } from './message-change.ts';
import { bodyContext } from './message-draft.ts';
import { canEdit } from './message-policy.ts';

export const messageEdit =
  (deps: MessageChangeDeps): UseCase<'message:edit'> =>
  async ({ conversationId, messageId, text }, call) => {
    const conversation = await deps.access.requireWritable(call.principal, conversationId);
    const { message } = await requireMessage(deps, conversation, messageId);
    // Another's message is as good as absent to somebody who would change it.
    if (!canEdit(call.principal, message)) throw new ProblemError('message/not-found');
    if (message.documentRequest) {
      const detail = 'unable to edit a document request; withdraw it and ask anew';
      throw new ProblemError('auth/forbidden', { detail });
    }
    if (message.redactedAt) throw new ProblemError('message/redacted');
    if (!text.trim() && message.attachmentIds.length === 0) throw new ProblemError('message/empty');
    const changed = await sealAndStore(
      deps.dataKeys,
      (dataKeys) => dataKeys.forParticipant(conversationId, call.principal.id),
      ({ id: keyId, key }) => {
        const body = { sealed: seal(key, text, bodyContext(messageId)), keyId };
        return applyChange(deps, conversation, { conversationId, messageId, body }, call);
      },
    );
    return { message: changed };
  };
