/** A message on its way into the record: sealed, not yet numbered. */
export interface MessageDraft {
  readonly id: string;
  readonly conversationId: string;
  readonly authorId: string;
  readonly authorKind: 'visitor' | 'user' | 'agent';
  readonly clientMessageId: string;
  readonly bodySealed: Buffer;
  readonly keyId: string;
  readonly attachmentIds: readonly string[];
  readonly replyTo: string | undefined;
}

/** What became of a draft. */
export type Appended =
  | { readonly outcome: 'created'; readonly id: string; readonly seq: number; readonly createdAt: Date }
  | { readonly outcome: 'repeated'; readonly id: string; readonly seq: number; readonly createdAt: Date }
  | { readonly outcome: 'closed' | 'not-found' | 'key-missing' | 'attachment-unavailable' };

export const bodyContext = (messageId: string): string => `message:${messageId}`;
