/** One conversation's messages in order, once each, and whether something is missing. Pure. */
import type { Head, Message } from '@senim/contract';

/** What is to be told to listeners, in this order. */
export interface Delivery {
  readonly created: readonly Message[];
  readonly changed: readonly Message[];
}

const bySeq = (left: Message, right: Message): number => left.seq - right.seq;

export class MessageSequence {
  #seq: number;
  #revision: number;
  /** Where the conversation is known to stand. */
  #headSeq: number;
  #headRevision: number;
  /** Messages that came before an older one. */
  readonly #early = new Map<number, Message>();
  /** Revisions seen beyond the first missing one. */
  readonly #earlyRevisions = new Set<number>();

  /** Begins after a known point: what is up to it counts as delivered. */
  constructor(head: Pick<Head, 'seq' | 'revision'>) {
    this.#seq = head.seq;
    this.#headSeq = head.seq;
    this.#revision = head.revision;
    this.#headRevision = head.revision;
  }

  /** Delivered up to this number. */
  get seq(): number {
    return this.#seq;
  }

  /** Every change up to this one was delivered. */
  get revision(): number {
    return this.#revision;
  }

  get headSeq(): number {
    return this.#headSeq;
  }

  get isMissingMessages(): boolean {
    return this.#headSeq > this.#seq;
  }

  get isMissingChanges(): boolean {
    return this.#headRevision > this.#revision;
  }

  /** One message as it came: an event, an acknowledgement, an edit, in any order, any number of times. */
  accept(message: Message): Delivery {
    this.#headSeq = Math.max(this.#headSeq, message.seq);
    if (message.seq <= this.#seq)
      return { created: [], changed: this.#noteRevision(message.revision) ? [message] : [] };
    const known = this.#early.get(message.seq);
    if (!known || known.revision < message.revision) this.#early.set(message.seq, message);
    return { created: this.#drain(), changed: [] };
  }

  /**
   * Everything the server has after `seq`, so that a number which is not among them no longer exists.
   * @param headSeq the head known when the page was asked for; reached when the page is the last one.
   */
  acceptPage(messages: readonly Message[], isLast: boolean, headSeq: number): Delivery {
    const created: Message[] = [];
    const changed: Message[] = [];
    for (const message of [...messages].sort(bySeq)) {
      if (message.seq <= this.#seq) {
        if (this.#noteRevision(message.revision)) changed.push(message);
        continue;
      }
      created.push(this.#deliver(message));
    }
    if (isLast) this.#skipTo(headSeq);
    created.push(...this.#drain());
    return { created, changed };
  }

  /** The server says where the conversation stands. */
  noteHead(head: Pick<Head, 'seq' | 'revision'>): void {
    this.#headSeq = Math.max(this.#headSeq, head.seq);
    this.#headRevision = Math.max(this.#headRevision, head.revision);
  }

  /** Every change up to this revision has been delivered. */
  settleRevision(revision: number): void {
    this.#revision = Math.max(this.#revision, revision);
    this.#headRevision = Math.max(this.#headRevision, this.#revision);
    this.#advanceRevision();
  }

  /** False when this change was delivered already. */
  #noteRevision(revision: number): boolean {
    if (revision <= this.#revision || this.#earlyRevisions.has(revision)) return false;
    this.#earlyRevisions.add(revision);
    this.#headRevision = Math.max(this.#headRevision, revision);
    this.#advanceRevision();
    return true;
  }

  #advanceRevision(): void {
    while (this.#earlyRevisions.delete(this.#revision + 1)) this.#revision += 1;
    for (const revision of this.#earlyRevisions) {
      if (revision <= this.#revision) this.#earlyRevisions.delete(revision);
    }
  }

  /** An early copy may carry a newer edit than the page read before it came. */
  #deliver(message: Message): Message {
    const early = this.#early.get(message.seq);
    const newest = early && early.revision > message.revision ? early : message;
    this.#seq = newest.seq;
    this.#headSeq = Math.max(this.#headSeq, newest.seq);
    if (newest.revision > 0) this.#noteRevision(newest.revision);
    this.#early.delete(newest.seq);
    return newest;
  }

  #skipTo(seq: number): void {
    this.#seq = Math.max(this.#seq, seq);
    for (const early of this.#early.keys()) if (early <= this.#seq) this.#early.delete(early);
  }

  #drain(): Message[] {
    const delivered: Message[] = [];
    for (let next = this.#early.get(this.#seq + 1); next; next = this.#early.get(this.#seq + 1)) {
      delivered.push(this.#deliver(next));
    }
    return delivered;
  }
}
