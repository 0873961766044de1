/** A client of Alice's against the server in memory, with time that stands still. */
import type { Message } from '@senim/contract';
import type { ClientOptions } from '../../../client-sdk/src/client-options.ts';
import type { Conversation } from '../../../client-sdk/src/conversations/conversation.ts';
import { SenimClient } from '../../../client-sdk/src/senim-client.ts';
import { ALICE, conversationAt, FakeServer, tokenOf } from './fake-server.ts';
import { FakeTimers, settle } from './fake-timers.ts';

export interface World {
  readonly server: FakeServer;
  readonly timers: FakeTimers;
  readonly client: SenimClient;
}

export const world = (options: Partial<ClientOptions> = {}): World => {
  const server = new FakeServer();
  const timers = new FakeTimers();
  const token = async () => tokenOf({ sub: ALICE, aud: 'senim:own' });
  const client = new SenimClient(
    { url: 'http://senim.test', token, ...options },
    { openTransport: server.open, timers, random: () => 0.5 },
  );
  return { server, timers, client };
};

export const connect = async ({ client, server }: World): Promise<void> => {
  const connected = client.connect();
  await server.accept();
  await connected;
};

/** Opens the conversation where it stands, and lists what is heard there. */
export const watch = async (
  { client, server, timers }: World,
  headSeq = 0,
  revision = 0,
): Promise<{ conversation: Conversation; heard: Message[]; changes: Message[] }> => {
  const opening = client.conversations.open({ kind: 'support' });
  await settle();
  await server.command('conversation:open').answer({ conversation: conversationAt(headSeq, revision) });
  const conversation = await opening;
  const heard: Message[] = [];
  const changes: Message[] = [];
  conversation.on('message', (message) => heard.push(message));
  conversation.on('messageChanged', (message) => changes.push(message));
  await timers.advance(0);
  await nothingMissed({ server }, headSeq, revision);
  return { conversation, heard, changes };
};

/** Answers a resume with the conversation's head and nothing new. */
export const nothingMissed = ({ server }: Pick<World, 'server'>, seq: number, revision = 0): Promise<void> => {
  const resume = server.command('session:resume');
  const conversationId = resume.payload.heads[0].conversationId;
  return resume.answer({ heads: [{ conversationId, seq, revision }], messages: [], incomplete: [] });
};

export const seqs = (messages: readonly Message[]): number[] => messages.map(({ seq }) => seq);
