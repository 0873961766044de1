/** User and user: theirs alone, and one conversation for each pair. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { connectStranger } from '../../support/stranger.ts';
import { testServer } from '../../support/test-server.ts';
import { waitUntil } from '../../support/wait-until.ts';

describe('a direct conversation', () => {
  it('reaches the other user, and agents neither read nor hear of it, and leave a trace when they try', async () => {
    await using server = await testServer();
    const [alice, dana] = [await server.createVisitor(), await server.createVisitor()];
    const bob = await server.createAgent('agent', 'supervisor', 'administrator');
    using agent = await connectStranger(server.url, bob.token);
    using one = await connectStranger(server.url, alice.token);
    using two = await connectStranger(server.url, dana.token);

    const { conversation } = await one.tell('conversation:open', { kind: 'direct', with: dana.id });
    const same = await two.tell('conversation:open', { kind: 'direct', with: alice.id });
    const conversationId = conversation.id;
    await one.tell('message:send', { conversationId, clientMessageId: randomUUID(), text: 'for you alone' });

    expect(same.conversation.id).to.equal(conversationId);
    await waitUntil('the other user has it', () => two.received('message:created').length === 1);
    expect((await agent.ask('message:list', { conversationId })).problem.code).to.equal('conversation/not-found');
    expect((await agent.tell('conversation:list', {})).conversations).to.deep.equal([]);
    expect((await agent.tell('session:resume', { heads: [{ conversationId, seq: 0 }] })).heads).to.deep.equal([]);
    expect(agent.received('message:created')).to.deep.equal([]);
    const { rows } = await server.database.pool.query(
      `select 1 from audit_entry where payload::jsonb ->> 'resource' = $1 and payload::jsonb ->> 'outcome' = 'refused'`,
      [`conversation:${conversationId}`],
    );
    expect(rows).to.have.lengthOf(1);
  });

  it('cannot be opened with oneself, an agent, nobody, or before consent', async () => {
    await using server = await testServer();
    const alice = await server.createVisitor();
    const silent = await server.createVisitor({ purposes: [] });
    const bob = await server.createAgent('agent');
    using visitor = await connectStranger(server.url, alice.token);
    using unasked = await connectStranger(server.url, silent.token);
    const open = async (peer: string, who = visitor) =>
      (await who.ask('conversation:open', { kind: 'direct', with: peer })).problem?.code;

    expect(await open(alice.id)).to.equal('conversation/peer-not-found');
    expect(await open(bob.id)).to.equal('conversation/peer-not-found');
    expect(await open(randomUUID())).to.equal('conversation/peer-not-found');
    expect(await open(alice.id, unasked)).to.equal('consent/required');
    expect((await unasked.ask('conversation:open', { kind: 'support' })).problem.code).to.equal('consent/required');
  });
});
