/** One conversation between a sender and a receiver, whatever the server behind it. */

export interface Pair {
  /** @param done called when the server has acknowledged. */
  send(id: string, text: string, done: () => void): void;
  /** @param listener called with the id of each message that reaches the receiver. */
  onReceived(listener: (id: string) => void): void;
  close(): void;
}

export interface LoadTarget {
  readonly connectPairs: (url: string, count: number) => Promise<Pair[]>;
  /** Connections that only stay. */
  readonly connectIdle: (url: string, count: number) => Promise<readonly Disposable[]>;
}

/** In groups, so that a handshake does not wait for all others. */
export const inGroups = async <Item>(count: number, size: number, make: () => Promise<Item>): Promise<Item[]> => {
  const items: Item[] = [];
  while (items.length < count) {
    items.push(...(await Promise.all(Array.from({ length: Math.min(size, count - items.length) }, make))));
  }
  return items;
};
