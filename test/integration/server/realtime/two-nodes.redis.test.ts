/** Two nodes serve one conversation through a real Redis; what Redis loses is noticed and read. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { requireTool } from '../../../support/installed-tool.ts';
import { testRedis } from '../../../support/services/redis.ts';
import { connectStranger } from '../../../support/stranger.ts';
import { testServer } from '../../../support/test-server.ts';
import { waitUntil } from '../../../support/wait-until.ts';

const text = (index: number) => ({ clientMessageId: randomUUID(), text: `message ${index}` });

describe('two nodes', () => {
  before(function () {
    requireTool(this, 'redis-server');
  });

  it('number one conversation without gaps and tell each other’s clients everything', async () => {
    await using redis = await testRedis();
    const settings = { REDIS_URL: redis.url };
    await using one = await testServer({ settings });
    await using two = await testServer({ settings, besides: one });
    const [alice, dana] = [await one.createVisitor(), await two.createVisitor()];
    using left = await connectStranger(one.url, alice.token);
    using right = await connectStranger(two.url, dana.token);
    const { conversation } = await left.tell('conversation:open', { kind: 'direct', with: dana.id });
    await waitUntil('the other node knows', () => right.received('conversation:changed').length > 0);
    const conversationId = conversation.id;

    const sent = Array.from({ length: 100 }, (_, index) => ({ conversationId, ...text(index) }));
    await Promise.all(sent.map((payload, index) => (index % 2 ? left : right).tell('message:send', payload)));
    const repeated = await Promise.all(
      [left, right].map((who) => who.tell('message:send', { conversationId, ...text(0) })),
    );
    const sameId = { conversationId, ...text(1) };
    const raced = await Promise.all([left.ask('message:send', sameId), left.ask('message:send', sameId)]);

    expect(new Set(repeated.map(({ message }) => message.seq)).size).to.equal(2);
    expect(new Set(raced.map(({ data }) => data.message.id)).size).to.equal(1);
    await waitUntil('both have all of the other’s', () =>
      [left, right].every((who) => who.received('message:created').length >= 51),
    );
    const { messages } = await right.tell('message:list', { conversationId, after: 0, limit: 100 });
    expect(messages.map(({ seq }: { seq: number }) => seq)).to.deep.equal(
      Array.from({ length: 100 }, (_, index) => index + 1),
    );
    await right.tell('receipt:mark', { conversationId, seq: 40 });
    await waitUntil('a receipt crosses', () => left.received('receipt:changed').length > 0);
    const listed = await left.tell('conversation:list', {});
    expect(listed.conversations[0].participants.map(({ online }: { online: boolean }) => online)).to.deep.equal([
      true,
      true,
    ]);
  });

  it('go on without Redis; a client learns from the heads what did not arrive', async () => {
    await using redis = await testRedis();
    const settings = { REDIS_URL: redis.url, SENIM_HEADS_INTERVAL: '1s', SENIM_LOG_LEVEL: 'silent' };
    await using one = await testServer({ settings });
    await using two = await testServer({ settings, besides: one });
    const [alice, dana] = [await one.createVisitor(), await two.createVisitor()];
    using left = await connectStranger(one.url, alice.token);
    using right = await connectStranger(two.url, dana.token);
    const { conversation } = await left.tell('conversation:open', { kind: 'direct', with: dana.id });
    const conversationId = conversation.id;
    await waitUntil('the other node knows', () => right.received('conversation:changed').length > 0);

    redis.freeze();
    const { message } = await left.tell('message:send', { conversationId, ...text(1) });
    await waitUntil('the other client sees that it is behind', () =>
      right
        .received('heads:changed')
        .some(({ heads }) => heads[0].conversationId === conversationId && heads[0].seq === 1),
    );
    const resumed = await right.tell('session:resume', { heads: [{ conversationId, seq: 0 }] });
    redis.thaw();

    expect(resumed.messages).to.deep.equal([message]);
  });
});
