/** The transport over socket.io-client: WebSocket first, long polling where that does not pass. */
import { io, type ManagerOptions, type SocketOptions } from 'socket.io-client';
import { errorOfProblem } from '../errors/error-of-problem.ts';
import { SenimError } from '../errors/senim-error.ts';
import type { OpenTransport } from './transport.ts';

const HANDSHAKE_TIMEOUT_MS = 10_000;

/** socket.io puts what the server's middleware gave into `data`; a network failure has none. */
const refusal = (error: Error & { data?: unknown }): SenimError =>
  errorOfProblem(error.data) ??
  new SenimError('network/unreachable', 'unable to connect; the server cannot be reached', { cause: error });

export const openSocket =
  (url: string, socketOptions: Partial<ManagerOptions & SocketOptions> = {}): OpenTransport =>
  (token, handlers) => {
    const socket = io(url, {
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      timeout: HANDSHAKE_TIMEOUT_MS,
      ...socketOptions,
      auth: { token },
      autoConnect: true,
      forceNew: true,
      reconnection: false,
    });
    socket.on('connect', () => handlers.connected());
    socket.on('connect_error', (error) => {
      socket.off();
      socket.disconnect();
      handlers.ended(refusal(error));
    });
    socket.on('disconnect', (reason) => {
      socket.off();
      handlers.ended(new SenimError('network/disconnected', `unable to stay connected; ${reason}`));
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
