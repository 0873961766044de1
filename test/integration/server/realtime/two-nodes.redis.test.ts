/** Two nodes serve one conversation through a real Redis; what Redis loses is noticed and read. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { requireTool } from '../../../support/installed-tool.ts';
import { serverProcess } from '../../../support/server-process.ts';
import { testRedis } from '../../../support/services/redis.ts';
import { freePort } from '../../../support/services/service-process.ts';
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

  it('store, acknowledge and open while Redis is away, do not know who is online elsewhere, and are joined again when it is back', async function () {
    this.timeout(60_000);
    await using redis = await testRedis();
    const settings = { REDIS_URL: redis.url, SENIM_HEADS_INTERVAL: '1s', SENIM_LOG_LEVEL: 'silent' };
    await using one = await testServer({ settings });
    await using two = await testServer({ settings, besides: one });

    for (const [takeAway, bringBack] of [
      [() => redis.stop(), () => redis.start()],
      [async () => redis.freeze(), async () => redis.thaw()],
    ] as const) {
      const [alice, dana] = [await one.createVisitor(), await two.createVisitor()];
      using left = await connectStranger(one.url, alice.token);
      using right = await connectStranger(two.url, dana.token);
      await takeAway();
      const { conversation } = await left.tell('conversation:open', { kind: 'direct', with: dana.id });
      const conversationId = conversation.id;
      const onlineOf = async () => {
        const { conversations } = await left.tell('conversation:list', {});
        const { participants } = conversations[0] as { participants: { id: string; online?: boolean }[] };
        return Object.fromEntries(participants.map(({ id, online }) => [id, online]));
      };
      expect((await left.tell('message:send', { conversationId, ...text(1) })).message.seq).to.be.greaterThan(0);
      await waitUntil('the other client learns of a conversation that it was not told of', () =>
        right.received('heads:changed').some(({ heads }) => heads[0].conversationId === conversationId),
      );
      await waitUntil('nobody knows of the other node', async () => (await onlineOf())[dana.id] === undefined);
      expect((await onlineOf())[alice.id]).to.equal(true);
      expect((await fetch(`${one.url}/readyz`)).status).to.equal(200);

      await bringBack();
      await waitUntil('both are known to be there', async () => (await onlineOf())[dana.id] === true);
      await waitUntil('the other client is told at once', async () => {
        const { message } = await left.tell('message:send', { conversationId, ...text(2) });
        await sleep(100);
        return right.received('message:created').some((event) => event.message.id === message.id);
      });
    }
  });
});

describe('a Redis that cannot be reached at the start', () => {
  it('is named in one line, and nothing is left running', async function () {
    this.timeout(60_000);
    const port = await freePort();
    await using server = await serverProcess({ REDIS_URL: `redis://:a-secret@127.0.0.1:${port}` });
    await server.start().catch(() => undefined);

    expect(await server.terminate()).to.equal(1);
    const [complaint] = server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('Senim cannot start'));
    expect(complaint).to.include(`the Redis at 127.0.0.1:${port} cannot be used`).and.to.include('REDIS_URL');
    expect(server.output()).not.to.match(/a-secret|^ +at /m);
    expect(existsSync(join(server.dataFolder, 'postgres/cluster/postmaster.pid'))).to.equal(false);
  });
});
