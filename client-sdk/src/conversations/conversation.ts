/** One conversation: its messages, who is there, and what can be done in it. */
import type { Message } from '@senim/contract';
import type { SendAttachmentOptions } from '../attachments/upload-options.ts';
import type { Unsubscribe } from '../events/typed-emitter.ts';
import type {
  ConversationDetails,
  ConversationEvents,
  DocumentRequestWish,
  MessagePage,
  PendingMessage,
  SendOptions,
} from './conversation-events.ts';

/**
 * @example
 * const conversation = await client.conversations.open({ kind: 'support' });
 * const stop = conversation.on('message', (message) => show(message));
 * await conversation.send('Hello');
 */
export interface Conversation {
  readonly id: string;
  /** What the server last said of it; undefined after `conversations.get` of one that was never listed or opened. */
  readonly details: ConversationDetails | undefined;
  /** Messages that the server has not acknowledged, in the order in which they will be sent. */
  readonly pending: readonly PendingMessage[];

  /**
   * Subscribes. From the first `message` or `messageChanged` subscription on, the conversation is watched: nothing is missed
   * or doubled, whatever the connection does. Earlier messages come from `messages()`.
   */
  on<Name extends keyof ConversationEvents>(
    name: Name,
    listener: (payload: ConversationEvents[Name]) => void,
  ): Unsubscribe;

  /**
   * Sends a message. Waits through reconnects, and resolves once the server has stored it durably.
   * Rejects when refused for good: `conversation/closed`, `consent/required`, `message/empty`, `request/invalid` and the like.
   */
  send(text: string, options?: SendOptions): Promise<Message>;
  /** Uploads a photo and sends it. Rejects with `attachment/…`, `consent/required`, `network/…` or `client/aborted`. */
  sendPhoto(photo: Blob, options?: SendAttachmentOptions): Promise<Message>;
  /** Uploads a voice recording and sends it. Rejects as `sendPhoto` does. */
  sendVoice(recording: Blob, options?: SendAttachmentOptions): Promise<Message>;
  /** Uploads a file and sends it. Rejects as `sendPhoto` does. */
  sendFile(file: Blob, options?: SendAttachmentOptions): Promise<Message>;

  /** A page of history in ascending order. Rejects with `conversation/not-found` or `network/timeout`. */
  messages(page?: MessagePage): Promise<readonly Message[]>;
  /** Changes the text of a message of one's own. Rejects with `message/not-found`, `message/redacted`, `conversation/closed`. */
  edit(messageId: string, text: string): Promise<Message>;
  /** Removes a message's content; its place stays. Rejects with `message/not-found`. */
  redact(messageId: string): Promise<Message>;

  /**
   * For staff: asks the customer for documents. The answer is a message whose `documentRequest` says what is asked for; it changes
   * (`messageChanged`) when it is answered or withdrawn. Rejects with `auth/forbidden`, `conversation/closed`, `conversation/not-found`.
   */
  requestDocuments(wish: DocumentRequestWish): Promise<Message>;
  /** For staff: takes a request back. Rejects with `document-request/not-found` or, when it is answered, `…/not-open`. */
  withdrawDocumentRequest(requestId: string): Promise<Message>;
  /** For staff, verifiers too: the newest requests, the newest first. */
  documentRequests(): Promise<readonly Message[]>;

  /** Tells the others that messages up to this number were read. Only ever moves forwards; calls in quick succession become one. */
  markRead(seq: number): Promise<void>;
  /** Tells the others that one is, or is no longer, typing. Call it on every key stroke; it sends no more than needed. */
  setTyping(typing: boolean): void;
  /** Ends a support conversation; closing a closed one changes nothing. */
  close(): Promise<void>;
  /** For agents: gives a support conversation to an agent, or to oneself. Rejects with `agent/not-found`, `conversation/closed`. */
  assign(agentId?: string): Promise<void>;
}
