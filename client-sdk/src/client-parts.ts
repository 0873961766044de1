/** Builds what a client is made of; tests replace the socket, time and chance. */
import { type Attachments, attachmentsOver } from './attachments/attachments.ts';
import type { UploadParts } from './attachments/running-upload.ts';
import type { ClientOptions } from './client-options.ts';
import { Backoff } from './connection/backoff.ts';
import { Connection } from './connection/connection.ts';
import { requestOver } from './connection/request.ts';
import { TokenSource } from './connection/token-source.ts';
import { openSocket } from './connection/transport.socket.ts';
import type { OpenTransport } from './connection/transport.ts';
import { onWake } from './connection/wake.browser.ts';
import { ConversationRegistry } from './conversations/conversation-registry.ts';
import { HttpClient } from './http/http-client.ts';
import { Self } from './people/self.ts';
import { CatchUp } from './sync/catch-up.ts';
import { eventRouter } from './sync/event-router.ts';
import { Outbox } from './sync/outbox.ts';
import { MemoryOutboxStore, type OutboxStore } from './sync/outbox-store.ts';
import { systemTimers, type Timers } from './time/timers.ts';

/** What the outside world is to the client. */
export interface Surroundings {
  readonly openTransport: OpenTransport;
  readonly timers: Timers;
  readonly random: () => number;
}

export interface ClientParts {
  readonly connection: Connection;
  readonly conversations: ConversationRegistry;
  readonly outbox: Outbox;
  readonly catchUp: CatchUp;
  readonly self: Self;
  readonly http: HttpClient;
  readonly uploads: UploadParts;
  readonly attachments: Attachments;
}

const SEND_TIMEOUT_MS = 10_000;

const buildOutbox = (
  store: OutboxStore,
  around: Surroundings,
  connection: Connection,
  tokens: TokenSource,
  find: (id: string) => ReturnType<ConversationRegistry['find']>,
  self: Self,
): Outbox => {
  const owner = () => tokens.claims?.subject ?? '';
  const outbox: Outbox = new Outbox({
    ...around,
    store,
    owner,
    sender: () => (connection.state === 'connected' ? owner() : undefined),
    attempt: (payload) => connection.attempt('message:send', payload, SEND_TIMEOUT_MS),
    sent: (entry, message) => {
      self.learnFromMessage(message);
      find(entry.conversationId)?.receive(message);
    },
    failed: (pending, error) => find(pending.conversationId)?.events.emit('sendFailed', { pending, error }),
    changed: (id) => find(id)?.events.emit('pending', outbox.pending(id)),
  });
  return outbox;
};

/** The network may be back: the page says so, or the connection stands again. */
const wakeUps =
  (connection: Connection): UploadParts['onWake'] =>
  (wake) => {
    const stops = [onWake(wake), connection.events.on('state', ({ current }) => current === 'connected' && wake())];
    return () => {
      for (const stop of stops) stop();
    };
  };

export const buildClientParts = (options: ClientOptions, given: Partial<Surroundings>): ClientParts => {
  const around: Surroundings = {
    openTransport: given.openTransport ?? openSocket(options.url, options.socketOptions),
    timers: given.timers ?? systemTimers,
    random: given.random ?? Math.random,
  };
  const tokens = new TokenSource(options.token, around.timers);
  const self = new Self(tokens);
  const http = new HttpClient(options.url, tokens);
  const connection = new Connection({ ...around, tokens, backoff: new Backoff(around.random) });
  const request = requestOver({ ...around, connection });
  const uploads = { ...around, http, onWake: wakeUps(connection) };
  const attachments = attachmentsOver(http, uploads);
  const isConnected = () => connection.state === 'connected';
  const catchUp = new CatchUp({ ...around, request, isConnected, watched: () => conversations.watched });
  const store = options.outbox ?? new MemoryOutboxStore();
  const outbox = buildOutbox(store, around, connection, tokens, (id) => conversations.find(id), self);
  const parts = { ...around, request, outbox, attachments, isConnected, self, catchUp };
  const conversations: ConversationRegistry = new ConversationRegistry(parts);
  connection.events.on('event', eventRouter(conversations, self, connection.events));
  connection.events.on('state', ({ current }) => {
    if (current !== 'connected') return;
    outbox.connected(tokens.claims?.subject ?? '');
    void catchUp.resumeAll();
  });
  return { connection, conversations, outbox, catchUp, self, http, uploads, attachments };
};
