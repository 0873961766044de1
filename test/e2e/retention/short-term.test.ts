/** A term of seconds: message, object and key are gone; what is held stays; the audit log verifies. */
import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { call } from '../../support/http-call.ts';
import { phonePhoto } from '../../support/sample-files.ts';
import { connectStranger } from '../../support/stranger.ts';
import { type TestServer, testServer } from '../../support/test-server.ts';
import { download, upload } from '../../support/upload.ts';
import { waitUntil } from '../../support/wait-until.ts';

const TERMS = {
  SENIM_RETENTION_MESSAGE: '1s',
  SENIM_RETENTION_PHOTO: '1s',
  SENIM_RETENTION_INTERVAL: '1s',
};

const countFiles = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
};

const chatWithPhoto = async (server: TestServer) => {
  const alice = await server.createVisitor();
  using visitor = await connectStranger(server.url, alice.token);
  const { conversation } = await visitor.tell('conversation:open', { kind: 'support' });
  const bytes = new Uint8Array(await phonePhoto());
  const { answer: attachment } = await upload(
    server.url,
    '/v1/attachments',
    alice.token,
    { conversationId: conversation.id, kind: 'photo' },
    { bytes, name: 'a.jpg' },
  );
  await visitor.tell('message:send', {
    conversationId: conversation.id,
    clientMessageId: randomUUID(),
    text: 'soon gone',
    attachmentIds: [attachment.id],
  });
  return { alice, conversationId: conversation.id as string, attachmentId: attachment.id as string };
};

const countRows = async ({ database }: TestServer, sql: string, conversationId: string): Promise<number> => {
  const { rows } = await database.pool.query<{ count: number }>(`select count(*) as count from ${sql}`, [
    conversationId,
  ]);
  return rows[0]?.count ?? -1;
};

describe('a retention term of seconds', () => {
  it('removes message, object and key, and passes a held conversation by', async function () {
    this.timeout(60_000);
    await using server = await testServer();
    const store = join(server.dataFolder, 'attachments');
    const held = await chatWithPhoto(server);
    const { token } = await server.signInAdministrator();
    const body = { conversationId: held.conversationId, reason: 'a dispute' };
    const hold = await call(server.url, 'POST', '/v1/holds', { token, body });
    const filesOfHeld = await countFiles(store);
    const due = await chatWithPhoto(server);
    expect(await countFiles(store)).to.equal(2 * filesOfHeld);

    // All is in place before the short terms begin, however long that took.
    await using brief = await testServer({ settings: TERMS, besides: server });
    void brief;

    const messages = 'message where conversation_id = $1';
    const keys = 'keys.data_key where conversation_id = $1';
    await waitUntil('the message is gone', async () => (await countRows(server, messages, due.conversationId)) === 0);
    await waitUntil('the key is gone', async () => (await countRows(server, keys, due.conversationId)) === 0);
    await waitUntil('the object is gone', async () => (await countFiles(store)) === filesOfHeld);
    const gone = await download(server.url, `/v1/attachments/${due.attachmentId}/content`, due.alice.token);
    expect(gone.status).to.be.oneOf([404, 409, 410]);
    await sleep(2_000);
    expect(await countRows(server, messages, held.conversationId)).to.equal(1);
    expect(await countFiles(store)).to.equal(filesOfHeld);

    await call(server.url, 'DELETE', `/v1/holds/${hold.id}`, { token });
    await waitUntil(
      'what was held is gone',
      async () => (await countRows(server, messages, held.conversationId)) === 0,
    );
    await waitUntil('no object is left', async () => (await countFiles(store)) === 0);
    const { rows } = await server.database.pool.query<{ count: number }>(
      `select count(*) as count from audit_entry where payload::jsonb ->> 'operation' like 'retention%'`,
    );
    expect(rows[0]?.count).to.be.greaterThan(0);
  });
});
