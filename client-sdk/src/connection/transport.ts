/** What the connection needs from a socket: one attempt, and one session if it succeeds. */
import type { SenimError } from '../errors/senim-error.ts';

export interface TransportHandlers {
  /** The handshake succeeded. */
  connected(): void;
  /** The handshake failed, or the session ended; nothing comes after it. */
  ended(error: SenimError): void;
  /** The server sent an event. */
  event(name: string, payload: unknown): void;
}

export interface Transport {
  /** Sends a command; `acknowledge` is called at most once, with whatever the server answers. */
  send(command: string, payload: unknown, acknowledge: (ack: unknown) => void): void;
  /** Ends the attempt or the session without calling any handler. */
  close(): void;
}

/** Begins an attempt to connect. Handlers are never called before it has returned. */
export type OpenTransport = (token: string, handlers: TransportHandlers) => Transport;
