/** What other features may use. */
export type { ConversationAccess, ConversationState } from './conversation-access.ts';
