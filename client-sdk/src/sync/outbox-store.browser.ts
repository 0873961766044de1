/** Keeps unsent messages in the browser's IndexedDB, so that they survive a reload. */
import type { OutboxEntry, OutboxStore } from './outbox-store.ts';

const STORE = 'entries';

const settled = <Result>(request: IDBRequest<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/**
 * @example
 * new SenimClient({ url, token, outbox: new BrowserOutboxStore() });
 */
export class BrowserOutboxStore implements OutboxStore {
  readonly #name: string;
  #database: Promise<IDBDatabase> | undefined;

  /** @param name of the database; several clients on one origin may share it. */
  constructor(name = 'senim-outbox') {
    this.#name = name;
  }

  async load(): Promise<readonly OutboxEntry[]> {
    return settled((await this.#entries('readonly')).getAll());
  }

  async put(entry: OutboxEntry): Promise<void> {
    await settled((await this.#entries('readwrite')).put(entry));
  }

  async remove(clientMessageId: string): Promise<void> {
    await settled((await this.#entries('readwrite')).delete(clientMessageId));
  }

  async close(): Promise<void> {
    (await this.#database)?.close();
    this.#database = undefined;
  }

  async #entries(mode: IDBTransactionMode): Promise<IDBObjectStore> {
    this.#database ??= this.#open();
    return (await this.#database).transaction(STORE, mode).objectStore(STORE);
  }

  #open(): Promise<IDBDatabase> {
    const request = indexedDB.open(this.#name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'clientMessageId' });
    return settled(request);
  }
}
