/** Who may read, join, assign and close a conversation. */
import { hasRole, type Principal } from '#kernel/principal';
import type { ConversationState } from './conversation-access.ts';

/** Staff who work in the support inbox. */
export const isSupportStaff = (principal: Principal): boolean =>
  hasRole(principal, 'agent', 'supervisor', 'administrator');

/** Participants may; the company's staff may read support conversations and never direct ones (S45). */
export const canRead = (principal: Principal, conversation: ConversationState): boolean =>
  conversation.kind === 'support' && principal.kind === 'agent'
    ? isSupportStaff(principal)
    : principal.kind !== 'agent' && conversation.participantIds.includes(principal.id);
