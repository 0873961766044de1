/** What a client is made with. */
import type { ManagerOptions, SocketOptions } from 'socket.io-client';
import type { OutboxStore } from './sync/outbox-store.ts';

export interface ClientOptions {
  /** The server's address: `https://chat.example.com`. */
  readonly url: string;
  /**
   * Gives the token to sign in with: a visitor's, an agent's, or one that your back end signed for its user.
   * Called when there is none yet and when the last one has expired; once at a time.
   */
  readonly token: () => Promise<string>;
  /** Where unacknowledged messages wait; by default in memory. */
  readonly outbox?: OutboxStore;
  /** Passed on to socket.io-client; the client decides about `auth` and reconnecting itself. */
  readonly socketOptions?: Partial<ManagerOptions & SocketOptions>;
}
