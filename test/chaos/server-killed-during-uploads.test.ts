/** The server is killed at every step of an upload: nothing is half available, and the next start tidies up. */
import { createHash, randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import type { PoolClient } from 'pg';
import { embeddedDatabase } from '../support/embedded-database.ts';
import { createVisitor } from '../support/people.ts';
import { formBody } from '../support/raw-upload.ts';
import { phonePhoto } from '../support/sample-files.ts';
import { type ServerProcess, serverProcess } from '../support/server-process.ts';
import { connectStranger } from '../support/stranger.ts';
import { download, upload } from '../support/upload.ts';
import { waitUntil } from '../support/wait-until.ts';

const BOUNDARY = '----senim-boundary';
const WORDS = new Uint8Array(Buffer.from('a long text, line by line\n'.repeat(1_200_000)));

interface Writer {
  readonly token: string;
  readonly conversationId: string;
}

const filesUnder = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const writerAt = async (url: string): Promise<Writer> => {
  const { token } = await createVisitor(url);
  using stranger = await connectStranger(url, token);
  const { conversation } = await stranger.tell('conversation:open', { kind: 'support' });
  return { token, conversationId: conversation.id };
};

/** Writes all of an upload but its last bytes, and keeps the line open. */
const halfAnUpload = (url: string, { token, conversationId }: Writer): Socket => {
  const { hostname, port } = new URL(url);
  const body = formBody(
    [
      { name: 'conversationId', value: Buffer.from(conversationId) },
      { name: 'kind', value: Buffer.from('file') },
      { name: 'file', value: Buffer.from(WORDS.subarray(0, 6_000_000)), fileName: 'a.txt', type: 'text/plain' },
    ],
    BOUNDARY,
  );
  const socket = connect({ host: hostname, port: Number(port) }).on('error', () => undefined);
  socket.write(
    `POST /v1/attachments HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${token}\r\n` +
      `Content-Type: multipart/form-data; boundary=${BOUNDARY}\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  socket.write(body.subarray(0, -1_000));
  return socket;
};

const sendText = ({ url }: ServerProcess, { token, conversationId }: Writer) =>
  upload(
    url,
    '/v1/attachments',
    token,
    { conversationId, kind: 'file' },
    { bytes: WORDS, name: 'a.txt', type: 'text/plain' },
  ).catch(() => undefined);

const sendPhoto = async ({ url }: ServerProcess, { token, conversationId }: Writer) => {
  const photo = await phonePhoto({ width: 4_000, height: 3_000 });
  // Smaller files stay in memory.
  const bytes = new Uint8Array(Buffer.concat([photo, Buffer.alloc(5_000_000)]));
  const fields = { conversationId, kind: 'photo' };
  return upload(url, '/v1/attachments', token, fields, { bytes, name: 'a.jpg', type: 'image/jpeg' }).catch(
    () => undefined,
  );
};

/** Everything that is known or lies about agrees: what is available is whole, and nothing else is there. */
const expectNothingHalf = async (server: ServerProcess, writer: Writer): Promise<number> => {
  await using database = await embeddedDatabase(server.dataFolder);
  const count = async (query: string): Promise<number> => (await database.pool.query(query)).rows[0].count;
  await waitUntil('left-overs are gone', async () => {
    const unsettled = await count(`select count(*)::int from stored_object where status <> 'stored'`);
    const unfinished = await count(`select count(*)::int from attachment where status <> 'available'`);
    return unsettled + unfinished === 0;
  });
  const objects = await count(`select count(*)::int from stored_object`);
  await waitUntil('the store has what is known', async () => {
    return (await filesUnder(join(server.dataFolder, 'attachments'))).length === objects;
  });
  expect(await filesUnder(join(server.dataFolder, 'spool')), 'quarantine').to.deep.equal([]);
  const { rows } = await database.pool.query('select id from attachment');
  for (const { id } of rows) {
    const served = await download(server.url, `/v1/attachments/${id}/content`, writer.token);
    expect(served.status).to.equal(200);
    expect((await served.arrayBuffer()).byteLength).to.equal(Number(served.headers.get('content-length')));
  }
  return rows.length;
};

describe('a server killed during uploads', function () {
  this.timeout(300_000);
  let server: ServerProcess;
  let writer: Writer;

  before(async () => {
    server = await serverProcess();
    await server.start();
    writer = await writerAt(server.url);
  });
  after(() => server[Symbol.asyncDispose]());

  const spooled = async (): Promise<boolean> => (await filesUnder(join(server.dataFolder, 'spool'))).length > 0;

  it('forgets an upload that was being received', async () => {
    const socket = halfAnUpload(server.url, writer);
    await waitUntil('bytes lie in quarantine', spooled);

    await server.kill();
    socket.destroy();
    await server.start();

    expect(await expectNothingHalf(server, writer)).to.equal(0);
  });

  it('forgets a photo that was being rebuilt', async () => {
    const sending = sendPhoto(server, writer);
    await waitUntil('the photo lies in quarantine', spooled);

    await server.kill();
    await sending;
    await server.start();

    expect(await expectNothingHalf(server, writer)).to.equal(0);
  });

  it('forgets an object that was being stored', async () => {
    const sending = sendText(server, writer);
    await waitUntil(
      'an object is half written',
      async () => (await filesUnder(join(server.dataFolder, 'attachments'))).length > 0,
    );

    await server.kill();
    await sending;
    await server.start();

    expect(await expectNothingHalf(server, writer)).to.equal(0);
  });

  it('forgets an upload that was about to be published', async () => {
    await using database = await embeddedDatabase(server.dataFolder);
    const lock: PoolClient = await database.pool.connect();
    const sending = sendText(server, writer);
    await waitUntil('the row is there', async () => {
      const { rows } = await lock.query('select id from attachment');
      return rows.length > 0;
    });
    await lock.query('begin');
    await lock.query('select 1 from attachment for update');
    await waitUntil('publishing waits', async () => {
      const { rows } = await database.pool.query(
        `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ilike '%attachment%'`,
      );
      return rows.length > 0;
    });

    await server.kill();
    await lock.query('rollback');
    lock.release();
    await sending;
    await server.start();

    expect(await expectNothingHalf(server, writer)).to.equal(0);
  });

  it('keeps an upload that was published, whether the answer arrived or not', async () => {
    await using database = await embeddedDatabase(server.dataFolder);
    const sending = sendText(server, writer);
    await waitUntil('it is published', async () => {
      const { rows } = await database.pool.query(`select 1 from attachment where status = 'available'`);
      return rows.length > 0;
    });

    await server.kill();
    await sending;
    await server.start();

    expect(await expectNothingHalf(server, writer)).to.equal(1);
  });

  it('loses no upload that was acknowledged, through five kills at any moment', async () => {
    const acknowledged = new Map<string, string>();
    let isOver = false;
    const send = async (): Promise<void> => {
      while (!isOver) {
        const bytes = new Uint8Array(Buffer.from(`${randomUUID()}\n`.repeat(20_000)));
        const fields = { conversationId: writer.conversationId, kind: 'file' };
        const file = { bytes, name: 'a.txt', type: 'text/plain' };
        const result = await upload(server.url, '/v1/attachments', writer.token, fields, file).catch(() => undefined);
        if (result?.status === 201) {
          acknowledged.set(result.answer.id, createHash('sha256').update(bytes).digest('hex'));
        }
        // Nobody answers while it is down.
        if (!result) await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    const sending = Promise.all([send(), send(), send()]);
    for (let kill = 1; kill <= 5; kill += 1) {
      const known = acknowledged.size;
      await waitUntil('more were acknowledged', () => acknowledged.size >= known + 2, 60_000);
      await server.kill();
      await server.start();
    }
    isOver = true;
    await sending;
    // Once more, so that what the last one left is tidied up at a start.
    await server.kill();
    await server.start();

    expect(await expectNothingHalf(server, writer)).to.be.at.least(acknowledged.size);
    for (const [id, hash] of acknowledged) {
      const served = await download(server.url, `/v1/attachments/${id}/content`, writer.token);
      const bytes = Buffer.from(await served.arrayBuffer());
      expect(createHash('sha256').update(bytes).digest('hex')).to.equal(hash);
    }
  });
});
