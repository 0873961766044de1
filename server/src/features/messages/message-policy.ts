/** Who may edit and redact a message. */
import type { ConversationState } from '#features/conversations/index';
import { hasRole, type Principal } from '#kernel/principal';
import type { StoredMessage } from './message-repository.ts';

/** Only the author changes their words. */
export const canEdit = (principal: Principal, message: StoredMessage): boolean => message.authorId === principal.id;

/** The author; in support conversations a supervisor as well. */
export const canRedact = (principal: Principal, message: StoredMessage, conversation: ConversationState): boolean =>
  message.authorId === principal.id ||
  (conversation.kind === 'support' && hasRole(principal, 'supervisor', 'administrator'));
