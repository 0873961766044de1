/** A client that knows nothing but the documented names: socket.io-client and fetch. */
import { io, type Socket } from 'socket.io-client';
import type { Answer } from './http-call.ts';

export interface Stranger extends Disposable {
  readonly socket: Socket;
  /** Sends a command and resolves with the whole acknowledgement. */
  ask(command: string, payload?: unknown): Promise<Answer>;
  /** Sends a command that must succeed; resolves with its data. */
  tell(command: string, payload?: unknown): Promise<Answer>;
  /** Everything that arrived under an event's name so far. */
  received(event: string): Answer[];
}

const ACK_TIMEOUT_MS = 10_000;

/** Rejects with the problem when the handshake is refused. */
export const connectStranger = (url: string, token?: string): Promise<Stranger> =>
  new Promise((resolve, reject) => {
    const socket = io(url, { auth: { token }, transports: ['websocket'], reconnection: false, forceNew: true });
    const received = new Map<string, Answer[]>();
    socket.onAny((event: string, payload: unknown) => {
      received.set(event, [...(received.get(event) ?? []), payload]);
    });
    const ask = (command: string, payload?: unknown): Promise<Answer> =>
      socket.timeout(ACK_TIMEOUT_MS).emitWithAck(command, payload);
    const tell = async (command: string, payload?: unknown): Promise<Answer> => {
      const answer = await ask(command, payload);
      if (!answer.ok) throw new Error(`${command}: ${JSON.stringify(answer.problem)}`);
      return answer.data;
    };
    socket.on('connect_error', (error: Error & { data?: unknown }) => reject(Object.assign(error, { socket })));
    socket.on('connect', () =>
      resolve({
        socket,
        ask,
        tell,
        received: (event) => received.get(event) ?? [],
        [Symbol.dispose]: () => socket.disconnect(),
      }),
    );
  });
