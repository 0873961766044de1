/** Whatever a stranger sends: a problem with a code, nothing stored, and the server goes on. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { SignJWT } from 'jose';
import { giveConsent } from '../../support/people.ts';
import { connectStranger } from '../../support/stranger.ts';
import { testServer } from '../../support/test-server.ts';
import { waitUntil } from '../../support/wait-until.ts';

const SECRET = Buffer.from('a secret of thirty-two characters');

const signed = (claims: Record<string, unknown>, expiry = '5m', key = SECRET) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setAudience('senim').setExpirationTime(expiry).sign(key);

const problemOf = async (url: string, token?: string): Promise<{ code?: string; detail?: string } | undefined> => {
  try {
    using _ = await connectStranger(url, token);
    return { code: 'accepted' };
  } catch (error) {
    return (error as { data?: object }).data;
  }
};

const refusalOf = async (url: string, token?: string): Promise<unknown> => (await problemOf(url, token))?.code;

describe('bad input', () => {
  it('of half a character is told as it is stored, in messages, topics and names', async () => {
    await using server = await testServer();
    const bob = await server.createAgent('agent');
    using agent = await connectStranger(server.url, bob.token);
    const token = await signed({ sub: 'alice', name: 'Alice \ud83d' });
    await giveConsent(server.url, token);
    using user = await connectStranger(server.url, token);
    const { conversation } = await user.tell('conversation:open', { kind: 'support', topic: '\udc00 lost' });
    const base = { conversationId: conversation.id };

    const { message } = await user.tell('message:send', { ...base, clientMessageId: randomUUID(), text: 'a\ud83d' });
    await waitUntil('it is told', () => agent.received('message:created').length === 1);
    const told = agent.received('message:created')[0].message.text;
    const { messages } = await agent.tell('message:list', base);
    const edited = await user.tell('message:edit', { ...base, messageId: message.id, text: '\ude00b' });
    const { conversations } = await agent.tell('conversation:list', {});

    expect([message.text, told, messages[0].text, edited.message.text]).to.deep.equal([
      ...['a\ufffd', 'a\ufffd', 'a\ufffd', '\ufffdb'],
    ]);
    const { topic, participants } = conversations[0];
    expect([conversation.topic, topic]).to.deep.equal(['\ufffd lost', '\ufffd lost']);
    expect(JSON.stringify(participants)).to.include('Alice \ufffd');
    expect(await refusalOf(server.url, await signed({ sub: 'alice\ud83d' }))).to.equal('auth/token-invalid');
  });

  it('is answered with a problem and stores nothing', async () => {
    await using server = await testServer();
    const alice = await server.createVisitor();
    const mallory = await server.createVisitor();
    using visitor = await connectStranger(server.url, alice.token);
    using other = await connectStranger(server.url, mallory.token);
    const { conversation } = await visitor.tell('conversation:open', { kind: 'support' });
    const valid = { conversationId: conversation.id, clientMessageId: randomUUID(), text: 'x' };
    const code = async (command: string, payload: unknown, who = visitor) =>
      (await who.ask(command, payload)).problem?.code;

    for (const payload of [
      undefined,
      null,
      7,
      'text',
      [],
      {},
      { ...valid, text: 7 },
      { ...valid, conversationId: 'not-a-uuid' },
      { ...valid, clientMessageId: 1 },
      { ...valid, extra: true },
      { ...valid, text: 'x'.repeat(1_048_576) },
      { ...valid, attachmentIds: 'all' },
      JSON.parse('{"__proto__": {"admin": true}}'),
    ]) {
      expect(await code('message:send', payload), JSON.stringify(payload)?.slice(0, 80)).to.equal('request/invalid');
    }
    expect(await code('message:destroy', valid)).to.equal('request/unknown-operation');
    expect(await code('constructor', valid)).to.equal('request/unknown-operation');
    expect(await code('conversation:assign', { conversationId: conversation.id })).to.equal('auth/forbidden');
    expect(await code('message:send', valid, other)).to.equal('conversation/not-found');
    expect(await code('message:list', { conversationId: conversation.id }, other)).to.equal('conversation/not-found');
    expect(await code('message:send', { ...valid, conversationId: randomUUID() })).to.equal('conversation/not-found');
    visitor.socket.emit('message:send', valid);
    await waitUntil('the missing callback is refused', () => visitor.received('session:refused').length === 1);
    expect(visitor.received('session:refused')[0].problem.code).to.equal('request/ack-missing');

    const { rows } = await server.database.pool.query('select 1 from message');
    expect(rows).to.have.lengthOf(0);
    const { message } = await visitor.tell('message:send', valid);
    expect(message.seq).to.equal(1);
  });

  it('is refused in the handshake when the token is missing, forged, expired or too long-lived', async () => {
    await using server = await testServer();
    const { url } = server;

    expect(await refusalOf(url)).to.equal('auth/token-missing');
    expect(await refusalOf(url, 'nonsense')).to.equal('auth/token-invalid');
    expect(await refusalOf(url, await signed({ sub: 'u1' }, '-1m'))).to.equal('auth/token-expired');
    expect(await refusalOf(url, await signed({ sub: 'u1' }, '5m', Buffer.alloc(32, 1)))).to.equal('auth/token-invalid');
    expect(await refusalOf(url, await signed({ sub: 'u1' }, '30d'))).to.equal('auth/token-invalid');
    expect(await refusalOf(url, await signed({}))).to.equal('auth/token-invalid');
    expect(await refusalOf(url, await signed({ sub: 'u1', name: 'Aigerim' }))).to.equal('accepted');
  });

  it('of a site that signs its tokens wrongly is explained to it, and to nobody without its key', async () => {
    await using server = await testServer();
    const lasting = { sub: 'u1', exp: Math.floor(Date.now() / 1_000) + 300, aud: 'senim' };
    const sign = (claims: Record<string, unknown>, key = SECRET) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(key);
    const detailOf = async (token: string): Promise<string | undefined> => {
      const problem = await problemOf(server.url, token);
      expect(problem?.code).to.equal('auth/token-invalid');
      return problem?.detail;
    };

    expect(await detailOf(await sign({ sub: 'u1', aud: 'senim' }))).to.match(/has no “exp”/);
    expect(await detailOf(await sign({ exp: lasting.exp, aud: 'senim' }))).to.match(/has no “sub”/);
    expect(await detailOf(await sign({ ...lasting, name: null }))).to.match(/“name”.*expected string, received null/);
    expect(await detailOf(await sign({ ...lasting, email: 7 }))).to.match(/“email”.*expected string/);
    expect(await detailOf(await sign({ ...lasting, aud: 'other' }))).to.match(/“aud”/);
    expect(await detailOf(await sign({ ...lasting, name: null }, Buffer.alloc(32, 1)))).not.to.match(/name/);
  });
});
