/** Links die with the access of their person, on every node, and are not written down anywhere. */
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { call } from '../../support/http-call.ts';
import { createVisitor, type TestPerson } from '../../support/people.ts';
import { serverProcess } from '../../support/server-process.ts';
import { connectStranger } from '../../support/stranger.ts';
import { type TestServer, testServer } from '../../support/test-server.ts';
import { upload } from '../../support/upload.ts';
import { waitUntil } from '../../support/wait-until.ts';

interface Sent {
  readonly conversationId: string;
  readonly messageId: string;
  readonly attachmentId: string;
}

const send = async (url: string, { token }: TestPerson): Promise<Sent> => {
  using socket = await connectStranger(url, token);
  const opened = await socket.ask('conversation:open', { kind: 'support' });
  const conversationId = opened.data.conversation.id;
  const fields = { conversationId, kind: 'file' };
  const file = { bytes: new Uint8Array(Buffer.from('a list of parcels\n')), name: 'list.txt' };
  const { answer } = await upload(url, '/v1/attachments', token, fields, file);
  const clientMessageId = crypto.randomUUID();
  const sent = await socket.ask('message:send', { conversationId, clientMessageId, attachmentIds: [answer.id] });
  return { conversationId, messageId: sent.data.message.id, attachmentId: answer.id };
};

const linkFor = async (url: string, { token }: TestPerson, attachmentId: string): Promise<string> =>
  (await call(url, 'POST', `/v1/attachments/${attachmentId}/links`, { token, body: {} })).url;

describe('links to attachments of a running server', function () {
  this.timeout(60_000);
  let server: TestServer;
  let other: TestServer;
  let alice: TestPerson;
  let sent: Sent;
  before(async () => {
    server = await testServer();
    other = await testServer({ besides: server });
  });
  beforeEach(async () => {
    alice = await server.createVisitor();
    sent = await send(server.url, alice);
  });
  after(async () => {
    await other?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  /** What both nodes answer, straight after one another. */
  const open = async (link: string): Promise<number[]> => {
    const answers = [await fetch(server.url + link), await fetch(other.url + link)];
    for (const answer of answers) await answer.arrayBuffer();
    return answers.map(({ status }) => status);
  };

  it('open on every node, for a customer and for an agent', async () => {
    const bob = await server.createAgent('agent');

    expect(await open(await linkFor(server.url, alice, sent.attachmentId))).to.deep.equal([200, 200]);
    expect(await open(await linkFor(other.url, bob, sent.attachmentId))).to.deep.equal([200, 200]);
  });

  it('are dead when a participant is taken out of the conversation', async () => {
    const link = await linkFor(server.url, alice, sent.attachmentId);
    expect(await open(link)).to.deep.equal([200, 200]);

    await server.database.query.deleteFrom('participant').where('principal_id', '=', alice.id).execute();

    expect(await open(link)).to.deep.equal([404, 404]);
  });

  it('are dead when an agent is disabled, or has another role', async () => {
    for (const change of [{ disabled_at: new Date() }, { roles: ['auditor' as const] }]) {
      const bob = await server.createAgent('agent');
      const link = await linkFor(server.url, bob, sent.attachmentId);
      expect(await open(link)).to.deep.equal([200, 200]);

      await server.database.query.updateTable('agent').set(change).where('principal_id', '=', bob.id).execute();

      expect(await open(link)).to.deep.equal([404, 404]);
    }
  });

  it('are dead when their message is redacted', async () => {
    const link = await linkFor(server.url, alice, sent.attachmentId);
    using socket = await connectStranger(server.url, alice.token);

    const { conversationId, messageId } = sent;
    expect(await socket.ask('message:redact', { conversationId, messageId })).to.include({ ok: true });

    expect(await open(link)).to.deep.equal([409, 409]);
  });

  it('are dead when their person is erased', async () => {
    const link = await linkFor(server.url, alice, sent.attachmentId);
    const { query } = server.database;

    await query.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('consent').where('principal_id', '=', alice.id).execute();
      await transaction.deleteFrom('participant').where('principal_id', '=', alice.id).execute();
      await transaction.deleteFrom('attachment').where('owner_id', '=', alice.id).execute();
      await transaction.deleteFrom('conversation').where('opened_by', '=', alice.id).execute();
      await transaction.deleteFrom('principal').where('id', '=', alice.id).execute();
    });

    expect(await open(link)).to.deep.equal([404, 404]);
  });
});

describe('the log', function () {
  this.timeout(90_000);

  it('never carries the token of a link', async () => {
    await using server = await serverProcess({ SENIM_LOG_LEVEL: 'debug' });
    await server.start();
    const alice = await createVisitor(server.url);
    const { attachmentId } = await send(server.url, alice);
    const link = await linkFor(server.url, alice, attachmentId);
    const token = link.split('/').at(-1) as string;

    for (const path of [link, `${link}x`, `${link}/more`, `${link}?a=b`]) await (await fetch(server.url + path)).text();
    // A fault while it is opened, and what the server says of that.
    const folder = `${server.dataFolder}/attachments`;
    const stored = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of stored.filter((found) => found.isFile())) {
      const path = join(entry.parentPath, entry.name);
      await writeFile(path, Buffer.alloc((await stat(path)).size));
    }
    const broken = await fetch(server.url + link);

    expect(broken.status).to.equal(500);
    await waitUntil('the log tells of the fault', () => server.output().includes('a fault'));
    expect(server.output()).not.to.include(token.slice(0, 20));
    expect(await broken.text()).not.to.include(token.slice(0, 20));
    expect(await (await fetch(`${server.url}/metrics`)).text()).not.to.include(token.slice(0, 20));
  });
});
