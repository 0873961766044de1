/** The transport over socket.io-client: WebSocket first, long polling where that does not pass. */
import { Manager, type ManagerOptions, type SocketOptions } from 'socket.io-client';
import { errorOfProblem } from '../errors/error-of-problem.ts';
import { clientError, type SenimError } from '../errors/senim-error.ts';
import type { OpenTransport } from './transport.ts';

const HANDSHAKE_TIMEOUT_MS = 10_000;

/** socket.io puts what the server's middleware gave into `data`; a network failure has none. */
const refusal = (error: Error & { data?: unknown }): SenimError =>
  errorOfProblem(error.data) ?? clientError('network/unreachable', 'connect', error);

export const openSocket =
  (url: string, socketOptions: Partial<ManagerOptions & SocketOptions> = {}): OpenTransport =>
  (token, handlers) => {
    const manager = new Manager(url, {
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      timeout: HANDSHAKE_TIMEOUT_MS,
      ...socketOptions,
      autoConnect: true,
      reconnection: false,
    });
    const socket = manager.socket('/', { auth: { token } });
    socket.on('connect', () => handlers.connected());
    socket.on('connect_error', (error) => {
      socket.off();
      socket.disconnect();
      handlers.ended(refusal(error));
    });
    socket.on('disconnect', (reason) => {
      socket.off();
      handlers.ended(clientError('network/disconnected', `stay connected: ${reason}`));
    });
    socket.onAny((name: string, payload: unknown) => handlers.event(name, payload));
    return {
      send: (command, payload, acknowledge) => {
        socket.emit(command, payload, acknowledge);
      },
      close: () => {
        socket.off();
        socket.offAny();
        socket.disconnect();
      },
    };
  };
