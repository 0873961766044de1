/** What other features may use. */
export type { ConversationAccess, ConversationState } from './conversation-access.ts';
export { readersOf } from './conversation-announcer.ts';
export { isSupportStaff } from './conversation-policy.ts';
