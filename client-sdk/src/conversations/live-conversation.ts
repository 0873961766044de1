/** A conversation that is kept up to date: what it knows, and what it tells. */
import type { Attachment, EventPayload, Head, Message } from '@senim/contract';
import { TypedEmitter, type Unsubscribe } from '../events/typed-emitter.ts';
import { TypingWatch } from '../presence/typing-watch.ts';
import type { CatchUp, Watched } from '../sync/catch-up.ts';
import { type Delivery, MessageSequence } from '../sync/message-sequence.ts';
import type { Timers } from '../time/timers.ts';
import type { ConversationDetails, ConversationEvents } from './conversation-events.ts';

export interface LiveParts {
  readonly catchUp: CatchUp;
  readonly timers: Timers;
  /** Somebody's message reached this client in order. */
  readonly delivered: (message: Message) => void;
  /** `details` are news. */
  readonly changed: () => void;
}

export class LiveConversation implements Watched {
  readonly id: string;
  readonly events = new TypedEmitter<ConversationEvents>();
  readonly #parts: LiveParts;
  readonly #typing: TypingWatch;
  #details: ConversationDetails | undefined;
  #sequence: MessageSequence | undefined;
  /** What came before it was known where watching begins. */
  #early: Message[] = [];

  constructor(id: string, parts: LiveParts) {
    this.id = id;
    this.#parts = parts;
    this.#typing = new TypingWatch(parts.timers, (typing) => this.events.emit('typing', typing));
  }

  get details(): ConversationDetails | undefined {
    return this.#details;
  }

  get sequence(): MessageSequence | undefined {
    return this.#sequence;
  }

  get isWatched(): boolean {
    return this.events.count('message') + this.events.count('messageChanged') > 0;
  }

  on<Name extends keyof ConversationEvents>(
    name: Name,
    listener: (payload: ConversationEvents[Name]) => void,
  ): Unsubscribe {
    const wasWatched = this.isWatched;
    const stop = this.events.on(name, listener);
    if (!wasWatched && this.isWatched) this.#watch();
    return () => {
      stop();
      if (!this.isWatched) this.#unwatch();
    };
  }

  begin(head: Head): void {
    if (this.#sequence || !this.isWatched) return;
    const early = this.#early;
    this.#early = [];
    const seq = Math.min(head.seq, ...early.map((message) => message.seq - 1));
    this.#sequence = new MessageSequence({ seq, revision: head.revision });
    this.#sequence.noteHead(head);
    for (const message of early) this.receive(message);
    this.#parts.catchUp.check(this);
  }

  /** A message as it came: created, edited, redacted, or acknowledged. */
  receive(message: Message): void {
    this.#advance(message, message.createdAt);
    if (!this.isWatched) return;
    if (this.#sequence) this.receiveChanges([message]);
    else this.#early.push(message);
    this.#parts.catchUp.check(this);
  }

  receiveChanges(messages: readonly Message[]): void {
    for (const message of messages) if (this.#sequence) this.#tell(this.#sequence.accept(message));
  }

  receivePage(messages: readonly Message[], isLast: boolean, headSeq: number): void {
    if (this.#sequence) this.#tell(this.#sequence.acceptPage(messages, isLast, headSeq));
  }

  receiveHead(head: Pick<Head, 'seq' | 'revision'>): void {
    this.#advance(head);
    this.#sequence?.noteHead(head);
    if (this.isWatched) this.#parts.catchUp.check(this);
  }

  /** An answer may be older than an event that overtook it: numbers only move forwards. */
  receiveDetails(news: ConversationDetails): void {
    const { headSeq: seq, revision } = this.#details ?? { headSeq: 0, revision: 0 };
    const head = { seq: Math.max(seq, news.headSeq), revision: Math.max(revision, news.revision) };
    this.#update({ ...news, headSeq: head.seq, revision: head.revision });
    this.receiveHead(head);
  }

  receiveReceipt(receipt: EventPayload<'receipt:changed'>): void {
    const { principalId, readSeq, deliveredSeq } = receipt;
    if (this.#details) {
      const participants = this.#details.participants.map((participant) =>
        participant.id === principalId ? { ...participant, readSeq, deliveredSeq } : participant,
      );
      this.#update({ ...this.#details, participants });
    }
    this.events.emit('receipt', receipt);
  }

  receiveTyping(typing: EventPayload<'typing:changed'>): void {
    this.#typing.receive(typing);
  }

  receiveAttachment(attachment: Attachment): void {
    this.events.emit('attachment', attachment);
  }

  close(): void {
    this.#typing.close();
    this.events.clear();
    this.#unwatch();
  }

  #watch(): void {
    const details = this.#details;
    if (details) this.#sequence = new MessageSequence({ seq: details.headSeq, revision: details.revision });
    this.#parts.catchUp.watch(this);
  }

  #unwatch(): void {
    this.#sequence = undefined;
    this.#early = [];
  }

  #tell({ created, changed }: Delivery): void {
    for (const message of created) {
      this.events.emit('message', message);
      this.#parts.delivered(message);
    }
    for (const message of changed) this.events.emit('messageChanged', message);
  }

  #advance({ seq, revision }: Pick<Head, 'seq' | 'revision'>, at = ''): void {
    const details = this.#details;
    if (!details || (seq <= details.headSeq && revision <= details.revision)) return;
    this.#update({
      ...details,
      headSeq: Math.max(seq, details.headSeq),
      revision: Math.max(revision, details.revision),
      lastActivityAt: at > details.lastActivityAt ? at : details.lastActivityAt,
    });
  }

  #update(details: ConversationDetails): void {
    this.#details = details;
    this.events.emit('changed', details);
    this.#parts.changed();
  }
}
