/** An identity document: through its own door, refused to agents, shown to a verifier, every look recorded. */
import { expect } from 'chai';
import { findInFolder } from '../../support/folder-grep.ts';
import { phonePhoto } from '../../support/sample-files.ts';
import { connectStranger } from '../../support/stranger.ts';
import { testServer } from '../../support/test-server.ts';
import { download, upload } from '../../support/upload.ts';

describe('an identity document', () => {
  it('is refused to an agent, shown to a verifier without leaving a copy, and both are in the audit log', async () => {
    await using server = await testServer();
    const alice = await server.createVisitor();
    const agent = await server.createAgent('agent');
    const verifier = await server.createAgent('verifier');
    using visitor = await connectStranger(server.url, alice.token);
    const { conversation } = await visitor.tell('conversation:open', { kind: 'support' });
    const bytes = new Uint8Array(await phonePhoto());

    const { status, answer } = await upload(
      server.url,
      '/v1/identity-documents',
      alice.token,
      { conversationId: conversation.id, documentType: 'identity-card' },
      { bytes, name: 'card.jpg', type: 'image/jpeg' },
    );
    expect(status).to.equal(201);
    const path = `/v1/identity-documents/${answer.id}/content`;
    const refused = await download(server.url, path, agent.token);
    const shown = await download(server.url, path, verifier.token);
    const image = Buffer.from(await shown.arrayBuffer());

    expect([refused.status, (await refused.json()).code]).to.deep.equal([403, 'auth/forbidden']);
    expect(shown.status).to.equal(200);
    expect(shown.headers.get('cache-control')).to.include('no-store');
    expect(image.subarray(0, 3)).to.deep.equal(Buffer.from([0xff, 0xd8, 0xff]));
    expect((await download(server.url, path, alice.token)).status).to.be.oneOf([403, 404]);
    expect((await download(server.url, `/v1/attachments/${answer.id}/content`, verifier.token)).status).to.be.oneOf([
      403, 404,
    ]);
    expect(await findInFolder(server.dataFolder, [image.subarray(0, 64)])).to.deep.equal([]);
    const { rows } = await server.database.pool.query<{ actor: string; outcome: string }>(
      `select payload::jsonb ->> 'actorId' as actor, payload::jsonb ->> 'outcome' as outcome from audit_entry
       where payload::jsonb ->> 'resource' like $1 and payload::jsonb ->> 'operation' like '%content%' order by number`,
      [`%${answer.id}`],
    );
    expect(rows).to.deep.include({ actor: agent.id, outcome: 'refused' });
    expect(rows).to.deep.include({ actor: verifier.id, outcome: 'granted' });
  });
});
