/** People with a connected client, for journeys through the SDK. */
import { type Conversation, type Message, SenimClient } from '@senim/client';
import type { TestPerson } from '../../support/people.ts';
import type { TestServer } from '../../support/test-server.ts';

export const connectClient = async (server: TestServer, { token }: Pick<TestPerson, 'token'>): Promise<SenimClient> => {
  const client = new SenimClient({ url: server.url, token: async () => token });
  await client.connect();
  return client;
};

/** Everything a listener hears, as it comes. */
export const listen = (conversation: Conversation): Message[] => {
  const heard: Message[] = [];
  conversation.on('message', (message) => heard.push(message));
  return heard;
};

export const seqsOf = (messages: readonly Message[]): number[] => messages.map(({ seq }) => seq);

/** 1, 2, 3 … */
export const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);
