/**
 * One conversation's messages on their way out: in order, and again until acknowledged. One at a time: a later message could
 * be stored before an earlier one that was refused for the moment, and a server handles what arrives together in any order.
 */
import type { CommandPayload, Message } from '@senim/contract';
import { Backoff } from '../connection/backoff.ts';
import { clientError, SenimError } from '../errors/senim-error.ts';
import type { Cancel, Timers } from '../time/timers.ts';
import type { OutboxEntry } from './outbox-store.ts';

export interface LaneParts {
  readonly timers: Timers;
  readonly random: () => number;
  /** One attempt to send. */
  readonly attempt: (payload: CommandPayload<'message:send'>) => Promise<{ readonly message: Message }>;
  /** The owner whose session it is; undefined while not connected. */
  readonly sender: () => string | undefined;
  readonly sent: (entry: OutboxEntry, message: Message) => void;
  readonly failed: (entry: OutboxEntry, error: SenimError) => void;
}

interface Item {
  entry: OutboxEntry;
  isInFlight: boolean;
  answer: Promise<Message>;
  resolve(message: Message): void;
  reject(error: SenimError): void;
}

const newItem = (entry: OutboxEntry): Item => {
  const item = { entry, isInFlight: false } as Item;
  item.answer = new Promise((resolve, reject) => Object.assign(item, { resolve, reject }));
  item.answer.catch(() => {}); // Entries of an earlier page have nobody waiting for them.
  return item;
};

const toPayload = ({ owner, queuedAt, ...payload }: OutboxEntry) => payload as CommandPayload<'message:send'>;

export class OutboxLane {
  readonly #parts: LaneParts;
  readonly #backoff: Backoff;
  #items: Item[] = [];
  #cancelPause: Cancel | undefined;

  constructor(parts: LaneParts) {
    this.#parts = parts;
    this.#backoff = new Backoff(parts.random);
  }

  get entries(): readonly OutboxEntry[] {
    return this.#items.map(({ entry }) => entry);
  }

  /** The promise of the message; the same one for the same `clientMessageId`. */
  add(entry: OutboxEntry): Promise<Message> {
    const known = this.#items.find((item) => item.entry.clientMessageId === entry.clientMessageId);
    if (known) return known.answer;
    const item = newItem(entry);
    this.#items = [...this.#items, item].sort((left, right) => left.entry.queuedAt - right.entry.queuedAt);
    this.pump();
    return item.answer;
  }

  /** Entries written before it was known who writes now belong to this person. */
  adopt(owner: string): readonly OutboxEntry[] {
    const orphans = this.#items.filter(({ entry }) => entry.owner === '');
    for (const item of orphans) item.entry = { ...item.entry, owner };
    return orphans.map(({ entry }) => entry);
  }

  /** Sends the next one, unless one is on its way or waiting has been asked for. */
  pump(): void {
    const sender = this.#parts.sender();
    const next = this.#items.find(({ entry }) => entry.owner === sender);
    if (sender === undefined || !next || next.isInFlight || this.#cancelPause) return;
    next.isInFlight = true;
    this.#send(next);
  }

  /** The connection is new: waiting any longer has no point. */
  resume(): void {
    this.#cancelPause?.();
    this.#cancelPause = undefined;
    this.pump();
  }

  close(): void {
    this.#cancelPause?.();
    for (const item of this.#items) item.reject(clientError('client/closed', 'send'));
    this.#items = [];
  }

  #send(item: Item): void {
    this.#parts.attempt(toPayload(item.entry)).then(
      ({ message }) => this.#acknowledged(item, message),
      (error: unknown) => this.#refused(item, error),
    );
  }

  #acknowledged(item: Item, message: Message): void {
    if (!this.#remove(item)) return;
    this.#backoff.reset();
    this.#parts.sent(item.entry, message);
    item.resolve(message);
    this.pump();
  }

  #refused(item: Item, cause: unknown): void {
    item.isInFlight = false;
    const error = cause instanceof SenimError ? cause : clientError('server/unexpected', 'send', cause);
    if (error.isRetryable) this.#pause(error);
    else if (error.code !== 'client/closed' && this.#remove(item)) {
      this.#parts.failed(item.entry, error);
      item.reject(error);
      this.pump();
    }
  }

  /** Later messages wait as well, so that order is kept. */
  #pause(error: SenimError): void {
    if (error.code === 'network/disconnected') return;
    this.#cancelPause?.();
    this.#cancelPause = this.#parts.timers.after(this.#backoff.next(error.retryAfterMs), () => this.resume());
  }

  #remove(item: Item): boolean {
    const rest = this.#items.filter((other) => other !== item);
    const wasThere = rest.length < this.#items.length;
    this.#items = rest;
    return wasThere;
  }
}
