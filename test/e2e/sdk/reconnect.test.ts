/** A network that goes away: nothing is missed, doubled or lost. */
import { SenimClient } from '@senim/client';
import { expect } from 'chai';
import { testServer } from '../../support/test-server.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { cuttableProxy } from './cuttable-proxy.ts';
import { connectClient, listen, seqsOf, upTo } from './people.ts';

describe('SDK: reconnect', () => {
  it('reads what was written while the network was away, and sends what was written meanwhile', async () => {
    await using server = await testServer();
    await using proxy = await cuttableProxy(server.url);
    const { token } = await server.createVisitor();
    await using alice = new SenimClient({ url: proxy.url, token: async () => token });
    await alice.connect();
    const conversation = await alice.conversations.open({ kind: 'support' });
    const heardByAlice = listen(conversation);
    await using bob = await connectClient(server, await server.createAgent('agent'));
    const inbox = bob.conversations.get(conversation.id);
    const heardByBob = listen(inbox);
    await conversation.send('first');
    await waitUntil('Bob has the first', () => heardByBob.length === 1);

    proxy.cut();
    await waitUntil('Alice noticed', () => alice.state === 'waiting');
    const offline = ['from the tunnel', 'still there'].map((text) => conversation.send(text));
    expect(conversation.pending.map(({ text }) => text)).to.deep.equal(['from the tunnel', 'still there']);
    for (const number of upTo(250)) await inbox.send(`answer ${number}`);
    proxy.mend();
    await Promise.all(offline);

    await waitUntil('Alice has all', () => heardByAlice.length === 253);
    await waitUntil('Bob has all', () => heardByBob.length === 253);
    expect(seqsOf(heardByAlice)).to.deep.equal(upTo(253));
    expect(seqsOf(heardByBob)).to.deep.equal(upTo(253));
    expect(heardByAlice.slice(-2).map(({ text }) => text)).to.deep.equal(['from the tunnel', 'still there']);
    expect(conversation.pending).to.deep.equal([]);
  }).timeout(120_000);

  it('doubles nothing while the network is cut again and again', async () => {
    await using server = await testServer();
    await using proxy = await cuttableProxy(server.url);
    const { token } = await server.createVisitor();
    await using alice = new SenimClient({ url: proxy.url, token: async () => token });
    await alice.connect();
    const conversation = await alice.conversations.open({ kind: 'support' });
    const heard = listen(conversation);

    const sent = upTo(200).map((number) => conversation.send(`message ${number}`));
    for (let turn = 0; turn < 3; turn += 1) {
      await waitUntil('some more are told', () => heard.length >= turn * 20 && alice.state === 'connected');
      proxy.cut();
      proxy.mend();
    }
    await Promise.all(sent);

    await waitUntil('all are told', () => heard.length === 200);
    expect(seqsOf(heard)).to.deep.equal(upTo(200));
    expect(new Set(heard.map(({ text }) => text)).size).to.equal(200);
  }).timeout(120_000);
});
