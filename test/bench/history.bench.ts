/** A page of 50 in a conversation of a million messages, against one in a conversation of a thousand. */
import { randomInt, randomUUID } from 'node:crypto';
import { createVisitor, type TestPerson } from '../support/people.ts';
import { serverProcess } from '../support/server-process.ts';
import { connectStranger, type Stranger } from '../support/stranger.ts';
import { type Benchmark, type BenchmarkOptions, median } from './benchmark.ts';
import { fillConversation, openServersDatabase } from './load/fill-conversation.ts';

const PAGE = 50;
const SMALL = 1_000;

interface Conversation {
  readonly person: TestPerson;
  readonly stranger: Stranger;
  readonly id: string;
  readonly size: number;
}

const openConversation = async (url: string, size: number): Promise<Conversation> => {
  const person = await createVisitor(url);
  const stranger = await connectStranger(url, person.token);
  const { conversation } = await stranger.tell('conversation:open', { kind: 'support' });
  const first = { conversationId: conversation.id, clientMessageId: randomUUID(), text: 'the first' };
  await stranger.tell('message:send', first);
  return { person, stranger, id: conversation.id, size };
};

/** Milliseconds for a page somewhere in the conversation. */
const readPage = async ({ stranger, id, size }: Conversation): Promise<number> => {
  const before = randomInt(PAGE + 1, size + 1);
  const begun = performance.now();
  const { messages } = await stranger.tell('message:list', { conversationId: id, before, limit: PAGE });
  if (messages.length !== PAGE) throw new Error(`a page of ${messages.length}`);
  return performance.now() - begun;
};

const run = async ({ isQuick, log }: BenchmarkOptions) => {
  const [large, reads] = isQuick ? [20_000, 50] : [1_000_000, 500];
  await using server = await serverProcess({ SENIM_RATE_LIMITS: 'off', SENIM_LOG_LEVEL: 'warn' });
  await server.start();
  await using database = await openServersDatabase(server.dataFolder);
  const conversations = await Promise.all([SMALL, large].map((size) => openConversation(server.url, size)));
  for (const { id, size, person } of conversations) {
    const { dataFolder } = server;
    await fillConversation(database, { dataFolder, conversationId: id, authorId: person.id, count: size - 1 });
    log(`a conversation of ${size.toLocaleString('en')} messages is there`);
  }
  await database.pool.query('checkpoint');

  const times: number[][] = conversations.map(() => []);
  // Alternately; the first reads warm up.
  for (let read = -20; read < reads; read++) {
    for (const [index, conversation] of conversations.entries()) {
      const milliseconds = await readPage(conversation);
      if (read >= 0) times[index]?.push(milliseconds);
    }
  }
  for (const { stranger } of conversations) stranger[Symbol.dispose]();
  const [small = Number.NaN, big = Number.NaN] = times.map(median);
  return [
    {
      what: `A page of ${PAGE} in a conversation of ${large.toLocaleString('en')} against one of ${SMALL.toLocaleString('en')}`,
      baseline: `${small.toFixed(2)} ms`,
      measured: `${big.toFixed(2)} ms`,
      ratio: big / small,
      reach: { atMost: 1.5 },
    },
  ];
};

export const benchmark: Benchmark = { name: 'history', run };
