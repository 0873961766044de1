/** Where messages wait until the server has acknowledged them. */

/** One message that the server has not acknowledged. Plain data: it survives structured cloning and JSON. */
export interface OutboxEntry {
  readonly clientMessageId: string;
  readonly conversationId: string;
  readonly text?: string | undefined;
  readonly attachmentIds?: readonly string[] | undefined;
  readonly replyTo?: string | undefined;
  /** The subject of the token it was written under; another person's entries are never sent. */
  readonly owner: string;
  /** When it was written, milliseconds since 1970; rises strictly, so that it is also the order. */
  readonly queuedAt: number;
}

/**
 * Keeps entries across reloads. Calls come one after another; one that rejects costs only persistence:
 * the message is sent all the same.
 */
export interface OutboxStore {
  /** Everything kept, in any order. */
  load(): Promise<readonly OutboxEntry[]>;
  /** Keeps an entry; one with the same `clientMessageId` is replaced. */
  put(entry: OutboxEntry): Promise<void>;
  /** Forgets an entry; a missing one is no error. */
  remove(clientMessageId: string): Promise<void>;
  /** Releases what the store holds open. */
  close?(): Promise<void>;
}

/** The default: waits in memory, survives reconnects, and is gone with the page or process. */
export class MemoryOutboxStore implements OutboxStore {
  readonly #entries = new Map<string, OutboxEntry>();

  async load(): Promise<readonly OutboxEntry[]> {
    return [...this.#entries.values()];
  }

  async put(entry: OutboxEntry): Promise<void> {
    this.#entries.set(entry.clientMessageId, entry);
  }

  async remove(clientMessageId: string): Promise<void> {
    this.#entries.delete(clientMessageId);
  }
}
