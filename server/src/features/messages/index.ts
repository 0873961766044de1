/** What other features may use. */
export type { MessageAppender } from './message-appender.ts';
export { type Appended, bodyContext, type MessageDraft } from './message-draft.ts';
export type { MessageRepository, StoredMessage } from './message-repository.ts';
export { type DescribeAttachments, toMessageView, toMessageViews } from './message-views.ts';
