/** A thousand messages, ten in flight: numbered without gaps, once each, seen by the agent in order. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Answer } from '../../support/http-call.ts';
import { connectStranger, type Stranger } from '../../support/stranger.ts';
import { testServer } from '../../support/test-server.ts';
import { waitUntil } from '../../support/wait-until.ts';

const IN_FLIGHT = 10;

const sendAll = async (stranger: Stranger, payloads: readonly object[]): Promise<Answer[]> => {
  const answers: Answer[] = [];
  let next = 0;
  const worker = async () => {
    while (next < payloads.length) {
      const mine = next;
      next += 1;
      answers[mine] = await stranger.tell('message:send', payloads[mine]);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  return answers;
};

describe('message:send', () => {
  it('numbers 1,000 messages 1 … 1,000, answers each repetition with the first message, and shows the agent all, once, in order', async () => {
    await using server = await testServer();
    const alice = await server.createVisitor();
    const bob = await server.createAgent('agent');
    using agent = await connectStranger(server.url, bob.token);
    using visitor = await connectStranger(server.url, alice.token);
    const { conversation } = await visitor.tell('conversation:open', { kind: 'support' });
    const payloads = Array.from({ length: 1_000 }, (_, index) => ({
      conversationId: conversation.id,
      clientMessageId: randomUUID(),
      text: `message ${index}`,
    }));

    const first = await sendAll(visitor, payloads);
    const again = await sendAll(visitor, payloads);

    const oneToThousand = Array.from({ length: 1_000 }, (_, index) => index + 1);
    expect(first.map(({ message }) => message.seq)).to.deep.equal(oneToThousand);
    expect(again.map(({ message }) => message.id)).to.deep.equal(first.map(({ message }) => message.id));
    await waitUntil('the agent has all', () => agent.received('message:created').length >= 1_000);
    expect(agent.received('message:created').map(({ message }) => message.seq)).to.deep.equal(oneToThousand);
    const page = await agent.tell('message:list', { conversationId: conversation.id, after: 990, limit: 100 });
    expect(page.messages.map((message: Answer) => message.seq)).to.deep.equal([
      991, 992, 993, 994, 995, 996, 997, 998, 999, 1000,
    ]);
    const sent = first.find(({ message }) => message.seq === 991).message;
    expect(page.messages[0]).to.deep.equal(sent);
  });

  it('gives the same answer to the same id sent twice at once', async () => {
    await using server = await testServer();
    const alice = await server.createVisitor();
    using visitor = await connectStranger(server.url, alice.token);
    const { conversation } = await visitor.tell('conversation:open', { kind: 'support' });
    const payload = { conversationId: conversation.id, clientMessageId: randomUUID(), text: 'once' };

    const answers = await Promise.all([1, 2, 3].map(() => visitor.tell('message:send', payload)));

    expect(new Set(answers.map(({ message }) => message.id)).size).to.equal(1);
    const { messages } = await visitor.tell('message:list', { conversationId: conversation.id });
    expect(messages).to.have.lengthOf(1);
  });

  it('refuses an empty message, a reply to nothing, and a closed conversation', async () => {
    await using server = await testServer();
    const alice = await server.createVisitor();
    using visitor = await connectStranger(server.url, alice.token);
    const { conversation } = await visitor.tell('conversation:open', { kind: 'support' });
    const send = async (payload: object) => {
      const base = { conversationId: conversation.id, clientMessageId: randomUUID() };
      return (await visitor.ask('message:send', { ...base, ...payload })).problem?.code;
    };

    expect(await send({})).to.equal('message/empty');
    expect(await send({ text: ' \n ' })).to.equal('message/empty');
    expect(await send({ text: 'x', replyTo: randomUUID() })).to.equal('message/not-found');
    expect(await send({ attachmentIds: [randomUUID()] })).to.equal('attachment/not-available');
    await visitor.tell('conversation:close', { conversationId: conversation.id });
    expect(await send({ text: 'x' })).to.equal('conversation/closed');
  });

  it('takes what the contract calls a UUID as an id, of any version, and two spellings as one', async () => {
    await using server = await testServer();
    const alice = await server.createVisitor();
    using visitor = await connectStranger(server.url, alice.token);
    const { conversation } = await visitor.tell('conversation:open', { kind: 'support' });
    const clientMessageId = 'abcdefab-cdef-0bcd-0fab-abcdefabcdef';
    const lower = { conversationId: conversation.id, clientMessageId, text: 'once' };
    const upper = { ...lower, clientMessageId: clientMessageId.toUpperCase() };
    const elsewhere = { ...lower, conversationId: conversation.id.toUpperCase() };

    const answers = await Promise.all([upper, lower, elsewhere].map((each) => visitor.tell('message:send', each)));

    expect(new Set(answers.map(({ message }) => message.id)).size).to.equal(1);
    for (const { message } of answers) expect(message).to.include(lower);
    for (const bad of ['', 'abc', `${clientMessageId}0`, `{${clientMessageId}}`, clientMessageId.replaceAll('-', '')]) {
      const { problem } = await visitor.ask('message:send', { ...lower, clientMessageId: bad });
      expect(problem.code, bad).to.equal('request/invalid');
    }
  });

  it('answers a repetition with the first message after the conversation was closed, and nobody else', async () => {
    await using server = await testServer();
    const [alice, bob] = [await server.createVisitor(), await server.createAgent('agent')];
    using visitor = await connectStranger(server.url, alice.token);
    using agent = await connectStranger(server.url, bob.token);
    const { conversation } = await visitor.tell('conversation:open', { kind: 'support' });
    const payload = { conversationId: conversation.id, clientMessageId: randomUUID(), text: 'its answer was lost' };
    const first = await visitor.tell('message:send', payload);

    await agent.tell('conversation:close', { conversationId: conversation.id });

    expect(await visitor.tell('message:send', payload)).to.deep.equal(first);
    expect((await agent.ask('message:send', payload)).problem.code).to.equal('conversation/closed');
  });
});
