/** The HTTP server, the sockets on it, and what tells everyone: for one node, or joined to others through Redis. */
import { createServer, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { createAdapter } from '@socket.io/redis-adapter';
import { presenceInMemory } from '#features/presence/presence-store';
import { presenceInRedis } from '#features/presence/presence-store.redis';
import { isAllowedOrigin } from '#gateway/origins';
import { fanOutOverSockets } from '#realtime/fan-out.socket';
import { createSocketServer } from '#realtime/socket-server.socket';
import type { Platform } from './build-platform.ts';

/** A client that sends its headers this slowly is let go (slowloris). */
const HEADERS_TIMEOUT_MS = 20_000;
/** Uploads on bad networks take time; a stalled one is ended by the upload itself. */
const REQUEST_TIMEOUT_MS = 15 * 60_000;

export const buildRealtime = ({ config, clock, redis }: Platform, stack: AsyncDisposableStack) => {
  const timeouts = { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS };
  // Socket.IO takes its own path away from the listeners that are there before it: this one has to be, the routes come later.
  let serve: RequestListener | undefined;
  const httpServer = createServer(timeouts, (request, response) => serve?.(request, response));
  /** Those that have become sockets too, which the HTTP server does not count among its own. */
  const connections = new Set<Socket>();
  httpServer.on('connection', (connection: Socket) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  const isAllowed = (origin: string | undefined, host: string | undefined): boolean =>
    isAllowedOrigin(origin, host, config.allowedOrigins, config.environment === 'development');
  const adapter = redis && createAdapter(redis.publications, redis.subscriptions);
  const io = createSocketServer({ httpServer, isAllowedOrigin: isAllowed, adapter });
  const presence = redis ? stack.use(presenceInRedis(redis.commands, clock)) : presenceInMemory();
  const serveHttp = (listener: RequestListener): void => {
    serve = listener;
  };
  return {
    httpServer,
    connections,
    serveHttp,
    io,
    presence,
    fanOut: fanOutOverSockets(io),
    isAllowedOrigin: isAllowed,
  };
};

export type Realtime = ReturnType<typeof buildRealtime>;
