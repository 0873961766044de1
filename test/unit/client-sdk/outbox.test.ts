/** What a person wrote is sent once, in order, whatever happens to connections, answers and pages. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { SenimError } from '../../../client-sdk/src/errors/senim-error.ts';
import { FileOutboxStore } from '../../../client-sdk/src/sync/outbox-store.fs.ts';
import { MemoryOutboxStore } from '../../../client-sdk/src/sync/outbox-store.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { connect, nothingMissed, seqs, type World, watch, world } from './client-world.ts';
import { ALICE, BOB, CONVERSATION, messageAt, tokenOf } from './fake-server.ts';
import { settle } from './fake-timers.ts';

/** Acknowledges the oldest message that waits for it. */
const acknowledge = async ({ server }: World, seq: number) => {
  const sent = server.command('message:send');
  const { clientMessageId, text } = sent.payload;
  const message = messageAt(seq, { clientMessageId, text, authorId: ALICE, authorKind: 'visitor' });
  await sent.answer({ message });
  return message;
};

const sentTexts = ({ server }: World): string[] =>
  server.sent.filter(({ name }) => name === 'message:send').map(({ payload }) => payload.text);

describe('client-sdk: outbox', () => {
  it('resolves with the stored message, and tells it once though the event comes as well', async () => {
    const everything = world();
    await connect(everything);
    const { conversation, heard } = await watch(everything);
    const pending: number[] = [];
    conversation.on('pending', (list) => pending.push(list.length));

    const sending = conversation.send('hello');
    const message = await acknowledge(everything, 1);
    await everything.server.tell('message:created', { message });

    expect(await sending).to.deep.equal(message);
    expect(seqs(heard)).to.deep.equal([1]);
    expect(pending).to.deep.equal([1, 0]);
    await everything.client.close();
  });

  it('sends one after the other, in the order of writing', async () => {
    const everything = world();
    await connect(everything);
    const { conversation } = await watch(everything);

    for (const text of ['one', 'two', 'three']) void conversation.send(text);

    expect(conversation.pending.map(({ text }) => text)).to.deep.equal(['one', 'two', 'three']);
    for (const [index, text] of ['one', 'two', 'three'].entries()) {
      expect(sentTexts(everything)).to.deep.equal([text]);
      await acknowledge(everything, index + 1);
    }
    expect(conversation.pending).to.deep.equal([]);
    await everything.client.close();
  });

  it('sends what lost its acknowledgement again after a reconnect, under the same id', async () => {
    const everything = world();
    const { server, timers, client } = everything;
    await connect(everything);
    const { conversation, heard } = await watch(everything);
    const first = conversation.send('one');
    const second = conversation.send('two');
    const { clientMessageId } = server.command('message:send').payload;

    await server.cut();
    await timers.advance(1_000);
    await server.accept();
    await nothingMissed(everything, 0);

    expect(server.command('message:send').payload.clientMessageId).to.equal(clientMessageId);
    await acknowledge(everything, 1);
    await acknowledge(everything, 2);
    expect([(await first).seq, (await second).seq]).to.deep.equal([1, 2]);
    expect(seqs(heard)).to.deep.equal([1, 2]);
    await client.close();
  });

  it('sends again when no acknowledgement comes in time', async () => {
    const everything = world();
    const { server, timers, client } = everything;
    await connect(everything);
    const { conversation } = await watch(everything);
    const sending = conversation.send('hello');
    const { clientMessageId } = server.command('message:send').payload;
    server.sent = [];

    await timers.advance(12_000);

    expect(server.command('message:send').payload.clientMessageId).to.equal(clientMessageId);
    await acknowledge(everything, 1);
    expect((await sending).seq).to.equal(1);
    await client.close();
  });

  it('waits as long as the server asks, and holds later messages back meanwhile', async () => {
    const everything = world();
    const { server, timers, client } = everything;
    await connect(everything);
    const { conversation } = await watch(everything);
    void conversation.send('one');

    await server.command('message:send').refuse('rate/limited', { retryable: true, retryAfterMs: 3_000 });
    void conversation.send('two');
    await timers.advance(2_900);
    expect(sentTexts(everything)).to.deep.equal([]);
    await timers.advance(1_000);

    expect(sentTexts(everything)).to.deep.equal(['one']);
    await client.close();
  });

  it('rejects and drops what is refused for good, and goes on with the next', async () => {
    const everything = world();
    const { server, client } = everything;
    await connect(everything);
    const { conversation } = await watch(everything);
    const failed: string[] = [];
    conversation.on('sendFailed', ({ pending, error }) => failed.push(`${pending.text}: ${error.code}`));
    const first = conversation.send('one').catch((error: unknown) => error);
    const second = conversation.send('two');

    await server.command('message:send').refuse('message/empty');
    await acknowledge(everything, 1);

    const error = (await first) as SenimError;
    expect(error).to.be.instanceOf(SenimError);
    expect([error.code, error.isRetryable, error.problem?.traceId]).to.deep.equal(['message/empty', false, 't']);
    expect((await second).text).to.equal('two');
    expect(failed).to.deep.equal(['one: message/empty']);
    expect(conversation.pending).to.deep.equal([]);
    await client.close();
  });

  it('keeps what was written before connecting, and sends it then', async () => {
    const everything = world();
    const conversation = everything.client.conversations.get(CONVERSATION);
    const sending = conversation.send('early');

    await connect(everything);
    await acknowledge(everything, 1);

    expect((await sending).text).to.equal('early');
    await everything.client.close();
  });

  it('answers the same id with the same message', async () => {
    const everything = world();
    await connect(everything);
    const { conversation } = await watch(everything);
    const clientMessageId = '0190a000-0000-7000-8000-0000000000c1';

    const first = conversation.send('hello', { clientMessageId });
    const second = conversation.send('hello', { clientMessageId });
    await acknowledge(everything, 1);

    expect(await first).to.equal(await second);
    expect(everything.server.names()).not.to.include('message:send');
    await everything.client.close();
  });

  it('survives a reload with a store that does, in order, and forgets what was acknowledged', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'senim-outbox-'));
    const before = world({ outbox: new FileOutboxStore(folder) });
    await connect(before);
    const { conversation } = await watch(before);
    const answers = ['one', 'two', 'three'].map((text) => conversation.send(text).catch((error) => error.code));
    const isSent = (world: World) => waitUntil('the next is sent', () => sentTexts(world).length > 0);
    await isSent(before);
    await acknowledge(before, 1);
    await before.client.close();
    expect(await Promise.all(answers)).to.deep.include.members(['client/closed']);

    const after = world({ outbox: new FileOutboxStore(folder) });
    const connecting = connect(after);
    await isSent(after);
    await connecting;

    expect(sentTexts(after)).to.deep.equal(['two']);
    expect(after.client.conversations.get(CONVERSATION).pending.map(({ text }) => text)).to.deep.equal([
      'two',
      'three',
    ]);
    await acknowledge(after, 2);
    await isSent(after);
    await acknowledge(after, 3);
    await after.client.close();
    expect(await new FileOutboxStore(folder).load()).to.deep.equal([]);
    await rm(folder, { recursive: true });
  });

  it('never sends what another person left in the store', async () => {
    const outbox = new MemoryOutboxStore();
    await outbox.put({ clientMessageId: 'c', conversationId: CONVERSATION, text: 'mine', owner: BOB, queuedAt: 1 });
    const everything = world({ outbox });

    await connect(everything);
    await settle();

    expect(sentTexts(everything)).to.deep.equal([]);
    expect(everything.client.conversations.get(CONVERSATION).pending).to.deep.equal([]);
    await everything.client.close();
  });

  it('sends though the store fails', async () => {
    const broken = () => Promise.reject(new Error('quota'));
    const everything = world({ outbox: { load: broken, put: broken, remove: broken } });
    await connect(everything);
    const { conversation } = await watch(everything);

    const sending = conversation.send('hello');
    await acknowledge(everything, 1);

    expect((await sending).seq).to.equal(1);
    await everything.client.close();
  });

  it("learns a user's own id from the first conversation opened", async () => {
    const everything = world({ token: async () => tokenOf({ sub: 'customer-7', aud: 'senim' }) });
    await connect(everything);
    expect(everything.client.principalId).to.equal(undefined);

    await watch(everything);

    expect(everything.client.principalId).to.equal(ALICE);
    await everything.client.close();
  });
});
