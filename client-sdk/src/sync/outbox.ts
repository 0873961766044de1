/** Messages waiting for an acknowledgement: kept in a store, sent by a lane for each conversation. */
import type { Message } from '@senim/contract';
import { clientError, type SenimError } from '../errors/senim-error.ts';
import { type LaneParts, OutboxLane } from './outbox-lane.ts';
import type { OutboxEntry, OutboxStore } from './outbox-store.ts';

export interface OutboxParts extends LaneParts {
  readonly store: OutboxStore;
  /** The owner of entries written now; an empty string while that is not known. */
  readonly owner: () => string;
  /** The entries of a conversation are others now. */
  readonly changed: (conversationId: string) => void;
}

export type NewEntry = Omit<OutboxEntry, 'owner' | 'queuedAt'>;

export class Outbox {
  readonly #parts: OutboxParts;
  readonly #lanes = new Map<string, OutboxLane>();
  #storing: Promise<unknown> = Promise.resolve();
  #loading: Promise<void> | undefined;
  #isLoaded = false;
  #isClosed = false;
  #lastQueuedAt = 0;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /** Reads what an earlier page or process left; nothing is sent before that, so that order is kept. */
  load(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  add(entry: NewEntry): Promise<Message> {
    if (this.#isClosed) return Promise.reject(clientError('client/closed', 'send'));
    this.#lastQueuedAt = Math.max(this.#parts.timers.now(), this.#lastQueuedAt + 1);
    const complete = { ...entry, owner: this.#parts.owner(), queuedAt: this.#lastQueuedAt };
    const lane = this.#lane(entry.conversationId);
    const sizeBefore = lane.entries.length;
    const answer = lane.add(complete);
    if (lane.entries.length > sizeBefore) {
      this.#store(() => this.#parts.store.put(complete));
      this.#parts.changed(entry.conversationId);
    }
    return answer;
  }

  /** In the order of sending; another person's are left out. */
  pending(conversationId: string): readonly OutboxEntry[] {
    const owner = this.#parts.owner();
    return (this.#lanes.get(conversationId)?.entries ?? []).filter(
      (entry) => entry.owner === owner || entry.owner === '',
    );
  }

  /** The connection is there, and with it the owner is known. */
  connected(owner: string): void {
    for (const [conversationId, lane] of this.#lanes) {
      for (const entry of lane.adopt(owner)) this.#store(() => this.#parts.store.put(entry));
      lane.resume();
      this.#parts.changed(conversationId);
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const lane of this.#lanes.values()) lane.close();
    this.#lanes.clear();
    await this.#storing;
    await this.#parts.store.close?.();
  }

  async #load(): Promise<void> {
    const entries = await this.#parts.store.load().catch(() => []);
    if (this.#isClosed) return;
    for (const entry of [...entries].sort((left, right) => left.queuedAt - right.queuedAt)) {
      this.#lastQueuedAt = Math.max(this.#lastQueuedAt, entry.queuedAt);
      void this.#lane(entry.conversationId).add(entry);
    }
    this.#isLoaded = true;
    for (const [conversationId, lane] of this.#lanes) {
      lane.pump();
      this.#parts.changed(conversationId);
    }
  }

  #lane(conversationId: string): OutboxLane {
    const lane = this.#lanes.get(conversationId) ?? new OutboxLane(this.#laneParts());
    this.#lanes.set(conversationId, lane);
    return lane;
  }

  #laneParts(): LaneParts {
    return {
      ...this.#parts,
      sender: () => (this.#isLoaded ? this.#parts.sender() : undefined),
      sent: (entry, message) => {
        this.#parts.sent(entry, message);
        this.#forget(entry);
      },
      failed: (entry, error: SenimError) => {
        this.#forget(entry);
        this.#parts.failed(entry, error);
      },
    };
  }

  #forget(entry: OutboxEntry): void {
    this.#store(() => this.#parts.store.remove(entry.clientMessageId));
    this.#parts.changed(entry.conversationId);
  }

  /** One after another, in order; a store that fails costs persistence, not the message. */
  #store(run: () => Promise<void>): void {
    this.#storing = this.#storing.then(run).catch(() => {});
  }
}
