/** An identity document that comes by the ordinary door is not taken, and nothing of it stays. */
import { expect } from 'chai';
import type { TestPerson } from '../../support/people.ts';
import { specimenPhoto } from '../../support/specimens/specimen-photo.ts';
import { connectStranger } from '../../support/stranger.ts';
import { type TestServer, testServer } from '../../support/test-server.ts';
import { tusUpload } from '../../support/tus-client.ts';
import { requireTypefaces } from '../../support/typefaces.ts';
import { upload } from '../../support/upload.ts';

const SEED = 660_001;

describe('an identity document in ordinary chat', function () {
  this.timeout(180_000);
  let server: TestServer;
  let alice: TestPerson;
  let conversationId: string;
  let picture: Uint8Array<ArrayBuffer>;

  before(async function () {
    requireTypefaces(this);
    picture = new Uint8Array((await specimenPhoto('passport-page', SEED)).jpeg);
    server = await testServer();
    alice = await server.createVisitor();
    using socket = await connectStranger(server.url, alice.token);
    conversationId = (await socket.ask('conversation:open', { kind: 'support' })).data.conversation.id;
  });
  after(() => server?.[Symbol.asyncDispose]());

  const send = (fields: Record<string, string>) =>
    upload(
      server.url,
      '/v1/attachments',
      alice.token,
      { conversationId, ...fields },
      { bytes: picture, name: 'me.jpg' },
    );
  const count = async (table: string): Promise<number> =>
    (await server.database.pool.query(`select count(*)::int as count from ${table}`)).rows[0].count;

  it('is refused with the way to the vault, as a photo and as a file, and nothing is stored', async () => {
    for (const kind of ['photo', 'file']) {
      const { status, answer } = await send({ kind });
      expect(status).to.equal(422);
      expect(answer.code).to.equal('attachment/identity-document');
      expect(answer.detail).to.include('/v1/identity-documents');
    }
    expect(await count('attachment')).to.equal(0);
  });

  it('is refused at the end of a resumable upload as well', async () => {
    const target = { url: server.url, token: alice.token };
    const answer: unknown = await tusUpload(target, Buffer.from(picture), { conversationId, kind: 'photo' });

    expect(answer).to.have.property('code', 'attachment/identity-document');
  });

  it('is refused whatever its sender says', async () => {
    const { answer } = await send({ kind: 'photo', notIdentityDocument: 'true' });

    expect(answer.code).to.equal('attachment/identity-document');
  });

  it('leaves an audit entry that says nothing of the person', async () => {
    await send({ kind: 'photo' });

    const { rows } = await server.database.pool.query('select payload from audit_entry order by number desc limit 1');
    expect(JSON.stringify(rows)).to.include('identity-document').and.not.include('me.jpg');
  });

  it('is taken by the vault', async () => {
    const fields = { conversationId, documentType: 'passport' };
    const file = { bytes: picture, name: 'me.jpg' };
    expect((await upload(server.url, '/v1/identity-documents', alice.token, fields, file)).status).to.equal(201);
  });
});
