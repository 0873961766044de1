/** Once each, in order, with nothing missing, whatever the network does. */
import { expect } from 'chai';
import { connect, nothingMissed, seqs, watch, world } from './client-world.ts';
import { ALICE, CONVERSATION, conversationAt, messageAt, messagesAt } from './fake-server.ts';

describe('client-sdk: catch-up', () => {
  it('delivers messages in order and once, though they come twice and out of order', async () => {
    const everything = world();
    await connect(everything);
    const { heard } = await watch(everything, 3);

    for (const seq of [4, 4, 6, 5, 3, 6]) {
      await everything.server.tell('message:created', { message: messageAt(seq) });
    }

    expect(seqs(heard)).to.deep.equal([4, 5, 6]);
    await everything.timers.advance(1_000);
    expect(everything.server.names()).not.to.include('message:list');
    await everything.client.close();
  });

  it('reads a gap by pages of history after a moment of grace', async () => {
    const everything = world();
    const { server, timers, client } = everything;
    await connect(everything);
    const { heard } = await watch(everything, 0);

    await server.tell('message:created', { message: messageAt(151) });
    expect(heard).to.deep.equal([]);
    await timers.advance(200);
    expect(server.command('message:list').payload).to.include({ after: 0, limit: 100 });
    await server.command('message:list').answer({ messages: messagesAt(1, 100) });
    expect(server.command('message:list').payload).to.include({ after: 100 });
    await server.command('message:list').answer({ messages: messagesAt(101, 152) });

    expect(seqs(heard)).to.deep.equal(messagesAt(1, 152).map(({ seq }) => seq));
    await client.close();
  });

  it('passes over numbers whose messages no longer exist', async () => {
    const everything = world();
    const { server, timers, client } = everything;
    await connect(everything);
    const { heard } = await watch(everything, 0);

    await server.tell('message:created', { message: messageAt(9) });
    await timers.advance(200);
    await server.command('message:list').answer({ messages: [messageAt(4), messageAt(9)] });
    await server.tell('message:created', { message: messageAt(10) });

    expect(seqs(heard)).to.deep.equal([4, 9, 10]);
    await timers.advance(60_000);
    expect(server.names()).not.to.include('message:list');
    await client.close();
  });

  it('reads what a heads event shows to be missing', async () => {
    const everything = world();
    const { server, timers, client } = everything;
    await connect(everything);
    const { heard } = await watch(everything, 1);

    await server.tell('heads:changed', { heads: [{ conversationId: CONVERSATION, seq: 2, revision: 0 }] });
    await timers.advance(200);
    await server.command('message:list').answer({ messages: [messageAt(2)] });

    expect(seqs(heard)).to.deep.equal([2]);
    await client.close();
  });

  it('asks after a reconnect with the numbers it has, and delivers what it missed', async () => {
    const everything = world();
    const { server, timers, client } = everything;
    await connect(everything);
    const { heard, changes } = await watch(everything, 3, 7);
    await server.tell('message:created', { message: messageAt(4) });

    await server.cut();
    await timers.advance(1_000);
    await server.accept();

    expect(server.command('session:resume').payload.heads).to.deep.equal([
      { conversationId: CONVERSATION, seq: 4, revision: 7 },
    ]);
    await server.command('session:resume').answer({
      heads: [{ conversationId: CONVERSATION, seq: 6, revision: 9 }],
      messages: [messageAt(2, { revision: 9 }), messageAt(5), messageAt(6)],
      incomplete: [],
    });
    expect(seqs(heard)).to.deep.equal([4, 5, 6]);
    expect(seqs(changes)).to.deep.equal([2]);
    await timers.advance(60_000);
    expect(server.names()).not.to.include('session:resume');
    await client.close();
  });

  it('reads on by pages when more was missed than a page', async () => {
    const everything = world();
    const { server, timers, client } = everything;
    await connect(everything);
    const { heard, changes } = await watch(everything, 1);
    await server.cut();
    await timers.advance(1_000);
    await server.accept();
    const head = { conversationId: CONVERSATION, seq: 151, revision: 3 };

    await server.command('session:resume').answer({
      heads: [head],
      messages: [messageAt(1, { revision: 2 }), ...messagesAt(2, 101)],
      incomplete: [CONVERSATION],
    });
    await server.command('message:list').answer({ messages: messagesAt(2, 101) });
    await server.command('message:list').answer({ messages: messagesAt(102, 151) });
    expect(server.command('session:resume').payload.heads[0]).to.include({ seq: 151, revision: 2 });
    await server
      .command('session:resume')
      .answer({ heads: [head], messages: [messageAt(1, { revision: 3 })], incomplete: [] });

    expect(seqs(heard)).to.deep.equal(messagesAt(2, 151).map(({ seq }) => seq));
    expect(changes.map(({ revision }) => revision)).to.deep.equal([2, 3]);
    await client.close();
  });

  it('tells each change once, and asks for a missed one', async () => {
    const everything = world();
    const { server, timers, client } = everything;
    await connect(everything);
    const { changes } = await watch(everything, 5, 0);

    await server.tell('message:changed', { message: messageAt(2, { revision: 1 }) });
    await server.tell('message:changed', { message: messageAt(2, { revision: 1 }) });
    await server.tell('message:changed', { message: messageAt(3, { revision: 3 }) });
    await timers.advance(200);
    expect(server.command('session:resume').payload.heads[0]).to.include({ seq: 5, revision: 1 });
    await server.command('session:resume').answer({
      heads: [{ conversationId: CONVERSATION, seq: 5, revision: 3 }],
      messages: [messageAt(4, { revision: 2 }), messageAt(3, { revision: 3 })],
      incomplete: [],
    });

    expect(changes.map(({ seq, revision }) => [seq, revision])).to.deep.equal([
      [2, 1],
      [3, 3],
      [4, 2],
    ]);
    await client.close();
  });

  it('begins to watch a conversation it only has the id of where that stands', async () => {
    const everything = world();
    const { server, timers, client } = everything;
    await connect(everything);
    const heard: number[] = [];
    client.conversations.get(CONVERSATION).on('message', ({ seq }) => heard.push(seq));
    await timers.advance(0);

    await server.tell('message:created', { message: messageAt(41) });
    await nothingMissed(everything, 41);
    await server.tell('message:created', { message: messageAt(42) });

    expect(heard).to.deep.equal([41, 42]);
    await client.close();
  });

  it('keeps the head of an unwatched conversation current without reading its messages', async () => {
    const everything = world();
    const { server, timers, client } = everything;
    await connect(everything);
    const changed: (number | undefined)[] = [];
    client.conversations.on('changed', ({ details }) => changed.push(details?.headSeq));

    await server.tell('conversation:changed', { conversation: conversationAt(1) });
    await server.tell('message:created', { message: messageAt(5) });
    await timers.advance(60_000);

    expect(changed).to.deep.equal([1, 5]);
    expect(server.names()).to.deep.equal([]);
    await client.close();
  });

  it('passes over events of other shapes and unknown names', async () => {
    const everything = world();
    const { server, client } = everything;
    await connect(everything);
    const { heard } = await watch(everything, 0);

    for (const payload of [undefined, null, 5, {}, { message: null }]) await server.tell('message:created', payload);
    await server.tell('something:new', { message: messageAt(1) });
    await server.tell('constructor', {});
    await server.tell('message:created', { message: { ...messageAt(1), colour: 'green' } });

    expect(seqs(heard)).to.deep.equal([1]);
    await client.close();
  });

  it('marks messages of others delivered, once for many', async () => {
    const everything = world();
    const { server, timers, client } = everything;
    await connect(everything);
    await watch(everything, 0);

    await server.tell('message:created', { message: messageAt(1) });
    await server.tell('message:created', { message: messageAt(2) });
    await server.tell('message:created', { message: messageAt(3, { authorId: ALICE }) });
    await timers.advance(1_000);

    expect(server.names()).to.deep.equal(['receipt:mark']);
    expect(server.command('receipt:mark').payload).to.include({ kind: 'delivered', seq: 2 });
    await client.close();
  });
});
