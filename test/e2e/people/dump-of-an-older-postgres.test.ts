/** On the oldest PostgreSQL that is supported, and in a dump made with the stock tool: no word that was said. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { testPostgres15 } from '../../support/services/postgres15.ts';
import { connectStranger } from '../../support/stranger.ts';
import { testServer } from '../../support/test-server.ts';

const SAID = 'the code of my door is 4711 and the key lies under the stone';

describe('a database of one’s own', () => {
  it('serves a conversation, and its dump shows nothing that was said', async function () {
    this.timeout(60_000);
    await using postgres = await testPostgres15();
    await using server = await testServer({ settings: { DATABASE_URL: postgres.url } });
    const alice = await server.createVisitor();
    using visitor = await connectStranger(server.url, alice.token);
    const { conversation } = await visitor.tell('conversation:open', { kind: 'support', topic: SAID });
    const payload = { conversationId: conversation.id, clientMessageId: randomUUID(), text: SAID };
    const { message } = await visitor.tell('message:send', payload);
    expect(message.seq).to.equal(1);

    const dump = await postgres.pgDump();

    expect(dump).to.include(message.id);
    for (const part of [SAID, Buffer.from(SAID).toString('hex'), 'under the stone']) expect(dump).not.to.include(part);
  });
});
