/** The Socket.IO server with its bounds, on one HTTP server, joined to other nodes through Redis where there are some. */
import type { Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { limits } from '@senim/contract';
import { Server } from 'socket.io';
import { Decoder } from 'socket.io-parser';
import { coalesceWrites } from './coalesce-writes.ts';
import { TextEncoder } from './text-encoder.ts';

export interface SocketServerOptions {
  readonly httpServer: HttpServer;
  readonly isAllowedOrigin: (origin: string | undefined, host: string | undefined) => boolean;
  /** Joins the nodes; undefined for one node. */
  readonly adapter: Parameters<Server['adapter']>[0] | undefined;
}

export const createSocketServer = ({ httpServer, isAllowedOrigin, adapter }: SocketServerOptions): Server => {
  const io = new Server(httpServer, {
    serveClient: false,
    maxHttpBufferSize: limits.frameBytes,
    // Compression costs memory for each connection and gains little on short messages.
    perMessageDeflate: false,
    httpCompression: false,
    connectTimeout: 10_000,
    cors: { origin: true, credentials: false },
    allowRequest: ({ headers }, callback) => {
      const isAllowed = isAllowedOrigin(headers.origin, headers.host);
      callback(isAllowed ? null : 'origin refused', isAllowed);
    },
    parser: { Encoder: TextEncoder, Decoder },
    ...(adapter ? { adapter } : {}),
  });
  httpServer.on('upgrade', (_request, socket: Duplex) => coalesceWrites(socket));
  // The client's half-open first packet is not kept for the life of the connection.
  io.engine.on('connection', (raw: { request: unknown }) => {
    raw.request = null;
  });
  return io;
};
