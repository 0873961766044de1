/** What the feature needs from storage. */
import type { DocumentRequest, Head } from '@senim/contract';
import type { Appended, MessageDraft } from './message-draft.ts';

/** A message as it is stored, its text opened. */
export interface StoredMessage {
  readonly id: string;
  readonly conversationId: string;
  readonly seq: number;
  readonly clientMessageId: string;
  readonly authorId: string;
  readonly authorKind: 'visitor' | 'user' | 'agent';
  /** Empty when redacted, or when its key has been destroyed; of a document request, the reason. */
  readonly text: string;
  /** Set when it is a document request: what its row says. */
  readonly documentRequest?: Omit<DocumentRequest, 'reason'> | undefined;
  readonly attachmentIds: readonly string[];
  readonly replyTo: string | undefined;
  readonly revision: number;
  readonly createdAt: Date;
  readonly editedAt: Date | undefined;
  readonly redactedAt: Date | undefined;
}

export interface MessagePage {
  readonly before?: number | undefined;
  readonly after?: number | undefined;
  readonly limit: number;
}

export interface MessageChange {
  readonly conversationId: string;
  readonly messageId: string;
  /** The new text, sealed; undefined redacts. */
  readonly body: { readonly sealed: Buffer; readonly keyId: string } | undefined;
}

export interface MessageRepository {
  /** Stores a batch in one statement; the answers are in the order of the drafts, each of which must be new to the batch. */
  appendAll(drafts: readonly MessageDraft[]): Promise<Appended[]>;
  find(conversationId: string, messageId: string): Promise<StoredMessage | undefined>;
  /** What the author sent under this id. */
  findSent(conversationId: string, authorId: string, clientMessageId: string): Promise<StoredMessage | undefined>;
  /** Ascending. */
  list(conversationId: string, page: MessagePage): Promise<StoredMessage[]>;
  /** The newest document requests, the newest first. */
  listDocumentRequests(conversationId: string, limit: number): Promise<StoredMessage[]>;
  /** What is newer than each head, ascending within each conversation, at most `limit` for each. */
  listSince(heads: readonly Head[], limit: number): Promise<StoredMessage[]>;
  /** False when there is no such message, or it is redacted already. */
  change(change: MessageChange): Promise<boolean>;
}
