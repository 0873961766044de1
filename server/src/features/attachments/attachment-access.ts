/** Who may see an attachment: its owner, and once it is linked those who may read the conversation. */
import type { ConversationAccess } from '#features/conversations/index';
import type { Principal } from '#kernel/principal';
import { ProblemError } from '#kernel/problem-error';
import type { AttachmentRecord } from './attachment-record.ts';
import type { AttachmentRepository } from './attachment-repository.ts';

/** A principal as they stand now; undefined when they are gone, or an agent who may not sign in any more. */
export type FindPrincipal = (id: string) => Promise<Principal | undefined>;

export interface AttachmentAccessDeps {
  readonly attachments: AttachmentRepository;
  readonly conversationAccess: ConversationAccess;
}

/** Throws `attachment/not-found`, the same for what is unknown and for what is somebody else's. */
export const requireVisible = async (
  { attachments, conversationAccess }: AttachmentAccessDeps,
  principal: Principal,
  id: string,
): Promise<AttachmentRecord> => {
  const notFound = (): ProblemError => new ProblemError('attachment/not-found');
  const [record] = await attachments.find([id]);
  if (!record) throw notFound();
  if (record.messageId === undefined && record.ownerId !== principal.id) throw notFound();
  try {
    await conversationAccess.requireReadableNow(principal, record.conversationId);
  } catch (error) {
    throw error instanceof ProblemError && error.code === 'conversation/not-found' ? notFound() : error;
  }
  return record;
};
