/** The states of the connection, and the legal moves between them. */
import type { SenimError } from '../errors/senim-error.ts';

/**
 * - `idle`: `connect()` has not been called
 * - `connecting`: a handshake is under way
 * - `connected`: commands and events flow
 * - `waiting`: not connected; the next attempt comes by itself
 * - `closed`: not connected, and nothing happens by itself: `close()` was called, or the server refused for good
 */
export type ConnectionState = 'idle' | 'connecting' | 'connected' | 'waiting' | 'closed';

/** A change of the connection's state. */
export interface StateChange {
  readonly current: ConnectionState;
  readonly previous: ConnectionState;
  /** Why, when it was not asked for. */
  readonly error?: SenimError;
  /** For `waiting`: the time until the next attempt, in milliseconds. */
  readonly retryInMs?: number;
}

export const legalMoves: Readonly<Record<ConnectionState, readonly ConnectionState[]>> = {
  idle: ['connecting', 'closed'],
  connecting: ['connected', 'waiting', 'closed'],
  connected: ['connecting', 'waiting', 'closed'],
  waiting: ['connecting', 'closed'],
  closed: ['connecting'],
};

export const canMove = (from: ConnectionState, to: ConnectionState): boolean => legalMoves[from].includes(to);
