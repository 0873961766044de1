/** What other features may use. */
export type { MessageRepository, StoredMessage } from './message-repository.ts';
export { type DescribeAttachments, toMessageViews } from './message-views.ts';
