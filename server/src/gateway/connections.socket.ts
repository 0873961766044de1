/** One connection from handshake to end: refused before it is accepted, or its commands run through the pipeline. */
import type { Ack } from '@senim/contract';
import type { Server, Socket } from 'socket.io';
import type { Authenticate, Authenticated } from '#kernel/authentication';
import type { Logger } from '#kernel/logger';
import { ProblemError } from '#kernel/problem-error';
import type { CommandPipeline } from './command-pipeline.ts';
import type { ToProblem } from './to-problem.ts';

/** What a feature wants to know of connections. */
export interface ConnectionObserver {
  connected(principalId: string, connectionId: string): Promise<void>;
  disconnected(principalId: string, connectionId: string): Promise<void>;
}

export interface ConnectionsDeps {
  readonly io: Server;
  readonly authenticate: Authenticate;
  /** The rooms a principal's connection belongs to from its first moment. */
  readonly roomsOf: (session: Authenticated) => Promise<string[]>;
  readonly pipeline: CommandPipeline;
  readonly observer: ConnectionObserver;
  readonly toProblem: ToProblem;
  readonly newTraceId: () => string;
  readonly logger: Logger;
}

interface SocketData {
  session: Authenticated;
  rooms: string[];
  token: string;
}

type Connection = Socket<never, never, never, SocketData>;

/** Commands of one connection that may be under way; a client that does not wait for answers is told to. */
const MOST_IN_FLIGHT = 1_000;
/** How often tokens' ends and agents' rights are looked at. */
const REVIEW_INTERVAL_MS = 1_000;

const answer = (socket: Connection, ack: unknown, result: Ack<unknown>): void => {
  if (typeof ack === 'function') ack(result);
  else if (!result.ok) (socket as Socket).emit('session:refused', { problem: result.problem });
};

/** Throws a problem unless it is exactly one payload and one callback. */
const readArguments = (values: unknown[]): { payload: unknown; ack: unknown } => {
  const ack = values.at(-1);
  if (typeof ack !== 'function') throw new ProblemError('request/ack-missing');
  if (values.length > 2) throw new ProblemError('request/invalid', { detail: 'a command takes one payload' });
  return { payload: values.length === 2 ? values[0] : undefined, ack };
};

const listen = (socket: Connection, { pipeline, toProblem, newTraceId }: ConnectionsDeps): void => {
  let inFlight = 0;
  const run = async (name: string, values: unknown[]): Promise<void> => {
    const caller = { principal: socket.data.session.principal, connectionId: socket.id };
    inFlight += 1;
    try {
      const { payload, ack } = readArguments(values);
      if (inFlight > MOST_IN_FLIGHT) throw new ProblemError('rate/limited', { retryAfterMs: 1_000 });
      answer(socket, ack, await pipeline(name, payload, caller));
    } catch (error) {
      answer(socket, values.at(-1), { ok: false, problem: toProblem(error, 'command', newTraceId()) });
    } finally {
      inFlight -= 1;
    }
  };
  socket.onAny((name: string, ...values: unknown[]) => void run(name, values));
};

const end = (socket: Connection, error: unknown, { toProblem, newTraceId }: ConnectionsDeps): void => {
  (socket as Socket).emit('session:refused', { problem: toProblem(error, 'session', newTraceId()) });
  socket.disconnect(true);
};

/** Ends connections whose token has ended, and those of agents whose roles are not what they were. */
const review = async (deps: ConnectionsDeps): Promise<void> => {
  for (const socket of deps.io.of('/').sockets.values() as Iterable<Connection>) {
    const { session, token } = socket.data;
    if (session.expiresAt < Date.now()) end(socket, new ProblemError('auth/token-expired'), deps);
    else if (session.principal.kind === 'agent') {
      try {
        const { principal } = await deps.authenticate(token);
        socket.data.session = { ...session, principal };
      } catch (error) {
        if (error instanceof ProblemError) end(socket, error, deps);
      }
    }
  }
};

export const acceptConnections = (deps: ConnectionsDeps): Disposable => {
  const { io, logger } = deps;

  io.use((socket: Connection, next) => {
    const accept = async (): Promise<void> => {
      const { token } = socket.handshake.auth as { token?: unknown };
      const text = typeof token === 'string' ? token : undefined;
      const session = await deps.authenticate(text);
      socket.data = { session, rooms: await deps.roomsOf(session), token: text as string };
    };
    accept().then(
      () => next(),
      (error: unknown) => {
        const problem = deps.toProblem(error, 'session', deps.newTraceId());
        next(Object.assign(new Error(problem.title), { data: problem }));
      },
    );
  });

  io.on('connection', (socket: Connection) => {
    const { session, rooms } = socket.data;
    const { id } = session.principal;
    void socket.join(rooms);
    listen(socket, deps);
    const failed = (error: unknown) => logger.warn({ error }, 'presence could not be kept');
    deps.observer.connected(id, socket.id).catch(failed);
    socket.on('disconnect', () => void deps.observer.disconnected(id, socket.id).catch(failed));
  });

  const timer = setInterval(() => {
    review(deps).catch((error: unknown) => logger.warn({ error }, 'connections could not be reviewed'));
  }, REVIEW_INTERVAL_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
};
