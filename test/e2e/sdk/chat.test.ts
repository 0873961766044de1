/** A visitor and an agent talk, each through the SDK. */
import { SenimClient, SenimError } from '@senim/client';
import { expect } from 'chai';
import { type TestServer, testServer } from '../../support/test-server.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { connectClient, listen, seqsOf, upTo } from './people.ts';

describe('SDK: chat', () => {
  let server: TestServer;

  before(async function () {
    this.timeout(60_000);
    server = await testServer();
  });

  after(() => server[Symbol.asyncDispose]());

  it('takes a new visitor from nothing to an answered question', async () => {
    const { token, principal } = await SenimClient.createVisitor(server.url);
    await using alice = new SenimClient({ url: server.url, token: async () => token });
    await alice.connect();
    const refused = await alice.conversations.open({ kind: 'support' }).catch((error: SenimError) => error.code);
    expect(refused).to.equal('consent/required');
    const policy = await alice.policy('kk');
    const consent = { policyVersion: policy.version, purposes: [...policy.required], locale: 'kk' as const };
    expect((await alice.consents.give(consent)).purposes).to.deep.equal(policy.required);
    const conversation = await alice.conversations.open({ kind: 'support', topic: 'Parcel' });
    const heardByAlice = listen(conversation);
    await using bob = await connectClient(server, await server.createAgent('agent'));
    const [inbox] = await bob.conversations.list({ assigned: 'nobody' });
    if (!inbox) throw new Error('the inbox is empty');
    const heardByBob = listen(inbox);
    await inbox.assign();

    await conversation.send('Where is my parcel?');
    await waitUntil('Bob has the question', () => heardByBob.length === 1);
    await inbox.send('On its way.', { replyTo: heardByBob[0]?.id });
    await waitUntil('Alice has the answer', () => heardByAlice.length === 2);

    expect(heardByAlice.map(({ text }) => text)).to.deep.equal(['Where is my parcel?', 'On its way.']);
    expect(alice.principalId).to.equal(principal.id);
    expect(heardByBob[0]?.authorId).to.equal(principal.id);
    await waitUntil('Alice sees who answers', () => conversation.details?.assignedTo === bob.principalId);
    expect((await alice.export()).conversations[0]?.messages).to.have.lengthOf(2);
  });

  it('tells of typing, receipts, edits, redactions and the end', async () => {
    await using alice = await connectClient(server, await server.createVisitor());
    const conversation = await alice.conversations.open({ kind: 'support' });
    await using bob = await connectClient(server, await server.createAgent('agent'));
    const inbox = bob.conversations.get(conversation.id);
    const heard = listen(inbox);
    const typing: boolean[] = [];
    const changes: string[] = [];
    inbox.on('typing', (news) => typing.push(news.typing));
    inbox.on('messageChanged', ({ text, redactedAt }) => changes.push(redactedAt ? 'redacted' : text));
    const read: number[] = [];
    conversation.on('receipt', ({ principalId, readSeq }) => principalId === bob.principalId && read.push(readSeq));

    conversation.setTyping(true);
    const message = await conversation.send('helo');
    await waitUntil('Bob has the message', () => heard.length === 1);
    await inbox.markRead(1);
    await conversation.edit(message.id, 'hello');
    await conversation.redact(message.id);
    await waitUntil('Alice knows it was read', () => read.includes(1));
    await waitUntil('Bob has the changes', () => changes.length === 2);
    await waitUntil('Bob saw typing end', () => typing.length === 2);
    await conversation.close();
    await waitUntil('Bob sees the end', () => inbox.details?.status === 'closed');

    expect(typing).to.deep.equal([true, false]);
    expect(changes).to.deep.equal(['hello', 'redacted']);
    const error = await conversation.send('late').catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(SenimError);
    expect(error).to.include({ code: 'conversation/closed', isRetryable: false });
    expect(conversation.pending).to.deep.equal([]);
  });

  it('keeps the order in which three hundred messages were written, all sent without waiting', async () => {
    await using alice = await connectClient(server, await server.createVisitor());
    const conversation = await alice.conversations.open({ kind: 'support' });
    const heard = listen(conversation);
    const texts = upTo(300).map((number) => `message ${number}`);

    const sent = await Promise.all(texts.map((text) => conversation.send(text)));

    expect(sent.map(({ text }) => text)).to.deep.equal(texts);
    expect(seqsOf(sent)).to.deep.equal(upTo(300));
    await waitUntil('all are told', () => heard.length === 300);
    expect(seqsOf(heard)).to.deep.equal(upTo(300));
    expect(seqsOf(await conversation.messages({ before: 101, limit: 100 }))).to.deep.equal(upTo(100));
  }).timeout(60_000);

  it('is refused for good with a token that is none', async () => {
    await using mallory = new SenimClient({ url: server.url, token: async () => 'not a token' });

    const error = await mallory.connect().catch((reason: unknown) => reason);

    expect(error).to.be.instanceOf(SenimError);
    expect(error).to.include({ code: 'auth/token-invalid' });
    expect(mallory.state).to.equal('closed');
  });

  it('says that a server is unreachable', async () => {
    const error = await SenimClient.createVisitor('http://127.0.0.1:9').catch((reason: unknown) => reason);

    expect(error).to.be.instanceOf(SenimError);
    expect(error).to.include({ code: 'network/unreachable', isRetryable: true });
  });
});
