/** The server is killed again and again while messages are sent: nothing acknowledged is lost, nothing is doubled. */
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SenimClient } from '@senim/client';
import { expect } from 'chai';
import type { Answer } from '../support/http-call.ts';
import { createAgent, createVisitor } from '../support/people.ts';
import { type ServerProcess, serverProcess } from '../support/server-process.ts';
import { connectStranger, type Stranger } from '../support/stranger.ts';
import { waitUntil } from '../support/wait-until.ts';

const KILLS = 20;
const IN_FLIGHT = 10;
/** Longer than any start. */
const RECONNECT_MS = 120_000;

interface Acknowledged {
  readonly clientMessageId: string;
  readonly id: string;
  readonly seq: number;
}

/** Tries until the server is there again. */
const reconnect = async (url: string, token: string): Promise<Stranger> => {
  const deadline = Date.now() + RECONNECT_MS;
  for (;;) {
    try {
      return await connectStranger(url, token);
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
};

/** Sends until told to stop; what was not acknowledged is sent again with the same id. */
const sendUntil = async (url: string, token: string, conversationId: string, isOver: () => boolean) => {
  const acknowledged: Acknowledged[] = [];
  let stranger = await reconnect(url, token);
  let reconnecting: Promise<void> | undefined;

  const worker = async (): Promise<void> => {
    while (!isOver()) {
      const payload = { conversationId, clientMessageId: randomUUID(), text: 'kept, once acknowledged' };
      for (let answer: Answer; !answer?.ok; ) {
        await reconnecting;
        const lost = new Promise<undefined>((resolve) => stranger.socket.once('disconnect', () => resolve(undefined)));
        answer = stranger.socket.connected
          ? await Promise.race([stranger.ask('message:send', payload).catch(() => undefined), lost])
          : undefined;
        if (answer?.ok) acknowledged.push({ ...payload, id: answer.data.message.id, seq: answer.data.message.seq });
        else if (!stranger.socket.connected) {
          reconnecting ??= reconnect(url, token).then((next) => {
            stranger = next;
            reconnecting = undefined;
          });
        }
      }
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  stranger[Symbol.dispose]();
  return acknowledged;
};

const readAll = async (url: string, token: string, conversationId: string): Promise<Answer[]> => {
  using reader = await reconnect(url, token);
  const all: Answer[] = [];
  for (;;) {
    const { messages } = await reader.tell('message:list', { conversationId, after: all.length, limit: 100 });
    if (messages.length === 0) return all;
    all.push(...messages);
  }
};

const killRepeatedly = async (server: ServerProcess): Promise<void> => {
  for (let kill = 0; kill < KILLS; kill += 1) {
    await sleep(randomInt(100, 600));
    await server.kill();
    await server.start();
  }
};

describe('a server killed during sending', () => {
  it(`keeps every acknowledged message, none twice, in one order for all readers, the one who listens too, through ${KILLS} kills`, async function () {
    this.timeout(600_000);
    await using server = await serverProcess();
    await server.start();
    const { url } = server;
    const alice = await createVisitor(url);
    const bob = await createAgent(url, ['agent']);
    using opening = await connectStranger(url, alice.token);
    const { conversation } = await opening.tell('conversation:open', { kind: 'support' });
    let isOver = false;
    const heard: Answer[] = [];
    await using reader = new SenimClient({ url, token: async () => bob.token });
    await reader.connect();
    reader.conversations.get(conversation.id).on('message', (message) => heard.push(message));

    const sending = sendUntil(url, alice.token, conversation.id, () => isOver);
    await killRepeatedly(server);
    isOver = true;
    const acknowledged = await sending;

    const seenByAlice = await readAll(url, alice.token, conversation.id);
    const seenByBob = await readAll(url, bob.token, conversation.id);
    expect(acknowledged.length).to.be.greaterThan(KILLS);
    expect(seenByAlice.map(({ seq }) => seq)).to.deep.equal(seenByAlice.map((_, index) => index + 1));
    expect(new Set(seenByAlice.map(({ clientMessageId }) => clientMessageId)).size).to.equal(seenByAlice.length);
    for (const { clientMessageId, id, seq } of acknowledged) {
      expect(seenByAlice[seq - 1]).to.include({ id, clientMessageId });
    }
    expect(seenByBob).to.deep.equal(seenByAlice);
    await waitUntil('who listened all the time has heard the last one', () =>
      heard.some(({ seq }) => seq === seenByAlice.length),
    );
    expect(heard).to.deep.equal(seenByAlice);
  });
});
