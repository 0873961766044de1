/** A conversation as callers hold it: what can be done in it. */
import type { CommandPayload, Message } from '@senim/contract';
import type { Attachments } from '../attachments/attachments.ts';
import type { SendAttachmentOptions } from '../attachments/upload-options.ts';
import type { Request } from '../connection/request.ts';
import type { Unsubscribe } from '../events/typed-emitter.ts';
import { TypingSender } from '../presence/typing-sender.ts';
import { ReceiptMarker } from '../receipts/receipt-marker.ts';
import type { Outbox } from '../sync/outbox.ts';
import type { Timers } from '../time/timers.ts';
import type { AttachmentKind } from '../wire-types.ts';
import type { Conversation } from './conversation.ts';
import type {
  ConversationDetails,
  ConversationEvents,
  DocumentRequestWish,
  MessagePage,
  PendingMessage,
  SendOptions,
} from './conversation-events.ts';
import type { LiveConversation } from './live-conversation.ts';

export interface HandleParts {
  readonly request: Request;
  readonly outbox: Outbox;
  readonly attachments: Attachments;
  readonly timers: Timers;
  readonly isConnected: () => boolean;
}

type MessageCommand = 'message:edit' | 'message:redact' | 'document-request:create' | 'document-request:withdraw';

const READ_DELAY_MS = 200;
const DELIVERED_DELAY_MS = 1_000;

export class ConversationHandle implements Conversation {
  readonly #live: LiveConversation;
  readonly #parts: HandleParts;
  readonly #typing: TypingSender;
  readonly #read: ReceiptMarker;
  readonly #delivered: ReceiptMarker;

  constructor(live: LiveConversation, parts: HandleParts) {
    this.#live = live;
    this.#parts = parts;
    const { request, timers } = parts;
    const conversationId = live.id;
    this.#typing = new TypingSender(timers, (typing) => {
      if (parts.isConnected()) request('typing:set', { conversationId, typing }).catch(() => {});
    });
    const marker = (kind: 'read' | 'delivered', delayMs: number) =>
      new ReceiptMarker(timers, delayMs, (seq) => request('receipt:mark', { conversationId, kind, seq }));
    this.#read = marker('read', READ_DELAY_MS);
    this.#delivered = marker('delivered', DELIVERED_DELAY_MS);
  }

  get id(): string {
    return this.#live.id;
  }

  get details(): ConversationDetails | undefined {
    return this.#live.details;
  }

  get pending(): readonly PendingMessage[] {
    return this.#parts.outbox.pending(this.id);
  }

  on<Name extends keyof ConversationEvents>(
    name: Name,
    listener: (payload: ConversationEvents[Name]) => void,
  ): Unsubscribe {
    return this.#live.on(name, listener);
  }

  send(text: string, options: SendOptions = {}): Promise<Message> {
    this.#typing.set(false);
    const { attachmentIds, replyTo, clientMessageId = crypto.randomUUID() } = options;
    return this.#parts.outbox.add({
      conversationId: this.id,
      clientMessageId,
      text: text || undefined,
      attachmentIds,
      replyTo,
    });
  }

  sendPhoto(photo: Blob, options?: SendAttachmentOptions): Promise<Message> {
    return this.#sendAttachment('photo', photo, options);
  }

  sendVoice(recording: Blob, options?: SendAttachmentOptions): Promise<Message> {
    return this.#sendAttachment('voice', recording, options);
  }

  sendFile(file: Blob, options?: SendAttachmentOptions): Promise<Message> {
    return this.#sendAttachment('file', file, options);
  }

  async messages(page: MessagePage = {}): Promise<readonly Message[]> {
    const answer = await this.#parts.request('message:list', { conversationId: this.id, ...page });
    return answer.messages;
  }

  edit(messageId: string, text: string): Promise<Message> {
    return this.#change('message:edit', { messageId, text });
  }

  redact(messageId: string): Promise<Message> {
    return this.#change('message:redact', { messageId });
  }

  requestDocuments(wish: DocumentRequestWish): Promise<Message> {
    return this.#change('document-request:create', { clientRequestId: crypto.randomUUID(), ...wish });
  }

  withdrawDocumentRequest(requestId: string): Promise<Message> {
    return this.#change('document-request:withdraw', { requestId });
  }

  async documentRequests(): Promise<readonly Message[]> {
    const answer = await this.#parts.request('document-request:list', { conversationId: this.id });
    return answer.messages;
  }

  markRead(seq: number): Promise<void> {
    return this.#read.mark(seq);
  }

  /** Called for messages of others as they come. */
  markDelivered(seq: number): void {
    void this.#delivered.mark(seq);
  }

  setTyping(typing: boolean): void {
    this.#typing.set(typing);
  }

  async close(): Promise<void> {
    const { conversation } = await this.#parts.request('conversation:close', { conversationId: this.id });
    this.#live.receiveDetails(conversation);
  }

  async assign(agentId?: string): Promise<void> {
    const { conversation } = await this.#parts.request('conversation:assign', {
      conversationId: this.id,
      agentId,
    });
    this.#live.receiveDetails(conversation);
  }

  /** The client closes: nothing is told or timed from here on. */
  dispose(): void {
    this.#typing.close();
    this.#read.close();
    this.#delivered.close();
    this.#live.close();
  }

  /** A command that is answered by a message: told here as it is told to the others. */
  async #change<Name extends MessageCommand>(
    name: Name,
    payload: Omit<CommandPayload<Name>, 'conversationId'>,
  ): Promise<Message> {
    const whole = { conversationId: this.id, ...payload } as unknown as CommandPayload<Name>;
    const { message } = await this.#parts.request(name, whole);
    this.#live.receive(message);
    return message;
  }

  async #sendAttachment(kind: AttachmentKind, file: Blob, options: SendAttachmentOptions = {}): Promise<Message> {
    const { text = '', replyTo, clientMessageId, ...upload } = options;
    // One that is still being checked is sent as well: its readers see that it is.
    const attachment = await this.#parts.attachments.upload(this.id, kind, file, upload);
    return this.send(text, { attachmentIds: [attachment.id], replyTo, clientMessageId });
  }
}
