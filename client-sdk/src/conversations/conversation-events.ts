/** What a conversation tells its listeners. */
import type {
  Attachment,
  CommandPayload,
  Conversation as ConversationDetails,
  EventPayload,
  Message,
} from '@senim/contract';
import type { SenimError } from '../errors/senim-error.ts';
import type { OutboxEntry } from '../sync/outbox-store.ts';

export type { ConversationDetails };

/** A message on its way to the server: show it greyed, below the acknowledged ones. */
export interface PendingMessage extends OutboxEntry {}

/** A message that will not be sent: the server refused it for good. */
export interface FailedMessage {
  readonly pending: PendingMessage;
  readonly error: SenimError;
}

export interface ConversationEvents {
  /** A message, one's own included: once for each, in the order of `seq`, from the first subscription on. */
  message: Message;
  /** A message was edited or redacted, or a document request was answered or withdrawn. */
  messageChanged: Message;
  /** Somebody received or read further. */
  receipt: EventPayload<'receipt:changed'>;
  /** Somebody else began or stopped typing; a stop that never comes is made up for after six seconds. */
  typing: EventPayload<'typing:changed'>;
  /** Somebody came online or went offline. */
  presence: EventPayload<'presence:changed'>;
  /** An attachment that was being checked became available or was rejected (`rejectedFor`), or one was destroyed. */
  attachment: Attachment;
  /** `details` are news: assigned, closed, a newer head, receipts. */
  changed: ConversationDetails;
  /** The list of unacknowledged messages has grown or shrunk; the whole list, in order. */
  pending: readonly PendingMessage[];
  /** A message was refused for good and has left the list of pending ones. */
  sendFailed: FailedMessage;
}

/** What `send` can be told beside the words. */
export interface SendOptions {
  /** Attachments that were uploaded into this conversation, up to `limits.attachmentsPerMessage`. */
  readonly attachmentIds?: readonly string[] | undefined;
  /** The id of the message answered. */
  readonly replyTo?: string | undefined;
  /** A UUID of your own: sending it twice gives one message. Chosen for you by default. */
  readonly clientMessageId?: string | undefined;
}

/**
 * What documents are asked for, and why (`reason`, shown to the customer). It stays open for `days`, 7 by default. Asking twice
 * under one `clientRequestId`, a UUID of your own, makes one request; it is chosen for you by default.
 */
export type DocumentRequestWish = Omit<
  CommandPayload<'document-request:create'>,
  'conversationId' | 'clientRequestId'
> & { readonly clientRequestId?: string };

/** Which page of history. Without `before` and `after`: the newest. */
export interface MessagePage {
  /** The newest messages with a smaller number. */
  readonly before?: number;
  /** The oldest messages with a greater number. */
  readonly after?: number;
  /** From 1 to `limits.messagesPerPage`; 50 by default. */
  readonly limit?: number;
}
