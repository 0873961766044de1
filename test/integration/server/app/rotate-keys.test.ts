/** Both keys are rotated while uploads, messages and looks go on, on two nodes: nothing fails, and the old keys can go. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { rotateKeys } from '../../../../server/src/app/rotate-keys.ts';
import { toKeyOptions } from '../../../../server/src/config/key-settings.ts';
import { readSettings } from '../../../../server/src/config/read-env.ts';
import { fileKeys } from '../../../../server/src/platform/keys/file-keys.fs.ts';
import { openKeyFolder } from '../../../../server/src/platform/keys/key-folder.fs.ts';
import { openKeyRings } from '../../../../server/src/platform/keys/key-rings.postgres.ts';
import { plainJpeg } from '../../../support/sample-files.ts';
import { silentLogger } from '../../../support/silent-logger.ts';
import { connectStranger } from '../../../support/stranger.ts';
import { type TestServer, testServer } from '../../../support/test-server.ts';
import { download, upload } from '../../../support/upload.ts';
import { waitUntil } from '../../../support/wait-until.ts';

const SCRIPT = new URL('../../../../scripts/keys-rotate.ts', import.meta.url).pathname;
const keys = toKeyOptions(readSettings({}));

/** The command as an operator starts it. */
const start = (server: TestServer, ...args: string[]) => {
  const child = spawn(process.execPath, ['--conditions=@senim/source', SCRIPT, ...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      DATABASE_URL: server.database.connectionString,
      SENIM_DATA_DIR: server.dataFolder,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<{ code: number | null; output: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, output })),
  );
  return { child: child as ChildProcess, ended, output: () => output };
};

describe('keys:rotate', function () {
  this.timeout(180_000);
  let server: TestServer;
  let second: TestServer;
  let image: Uint8Array<ArrayBuffer>;
  before(async () => {
    server = await testServer({ settings: { SENIM_RATE_LIMITS: 'off' } });
    second = await testServer({ settings: { SENIM_RATE_LIMITS: 'off' }, besides: server });
    image = new Uint8Array(await plainJpeg(400, 300));
  });
  after(async () => {
    await second?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  const countsByKey = async (): Promise<Record<string, number>> => {
    const { rows } = await server.database.pool.query<{ key: string; count: number }>(
      `select wrapped_by as key, count(*)::int as count
       from (select wrapped_by from keys.data_key union all select wrapped_by from keys.object_header) as each group by 1`,
    );
    return Object.fromEntries(rows.map(({ key, count }) => [key, count]));
  };
  const keyFiles = async (): Promise<string[]> => (await readdir(join(server.dataFolder, 'keys/wrapping'))).sort();

  /** A customer and a verifier on one node, busy until told to stop. */
  const busy = async ({ url, createVisitor, createAgent }: TestServer) => {
    const { token } = await createVisitor();
    const verifier = await createAgent('verifier');
    const visitor = await connectStranger(url, token);
    const conversationId: string = (await visitor.tell('conversation:open', { kind: 'support' })).conversation.id;
    const [photos, documents, texts, failures] = [[] as string[], [] as string[], [] as string[], [] as unknown[]];
    const file = { bytes: image, name: 'a.jpg', type: 'image/jpeg' };
    const send = async (path: string, fields: Record<string, string>, into: string[]): Promise<void> => {
      const { status, answer } = await upload(url, path, token, { conversationId, ...fields }, file);
      if (status === 201) into.push(answer.id);
      else failures.push(answer);
    };
    const look = async (path: string, by: string): Promise<void> => {
      const response = await download(url, path, by);
      const bytes = Buffer.from(await response.arrayBuffer());
      if (response.status !== 200 || bytes[0] !== 0xff) failures.push([path, response.status]);
    };
    const lookAtAll = async (): Promise<void> => {
      for (const id of photos) await look(`/v1/attachments/${id}/content`, token);
      for (const id of documents) await look(`/v1/identity-documents/${id}/content`, verifier.token);
      const { messages } = await visitor.tell('message:list', { conversationId, limit: 100 });
      const shown = messages.map((message: { text: string }) => message.text);
      if (JSON.stringify(shown) !== JSON.stringify(texts)) failures.push(shown);
    };
    const round = async (number: number): Promise<void> => {
      await send('/v1/attachments', { kind: 'photo' }, photos);
      await send('/v1/identity-documents', { documentType: 'passport' }, documents);
      const text = `message ${number}`;
      const sent = await visitor.ask('message:send', { conversationId, clientMessageId: randomUUID(), text });
      if (sent.ok) texts.push(text);
      else failures.push(sent.problem);
      await look(`/v1/attachments/${photos.at(-1)}/content`, token);
      await look(`/v1/identity-documents/${documents[0]}/content`, verifier.token);
    };
    let isOn = true;
    const work = (async () => {
      for (let number = 0; isOn && number < 60; number++) await round(number);
    })().catch((error: unknown) => void failures.push(error));
    return {
      failures,
      photos,
      documents,
      lookAtAll,
      stop: async () => {
        isOn = false;
        await work;
        visitor[Symbol.dispose]();
      },
      quiet: async () => {
        isOn = false;
        await work;
      },
    };
  };

  it('loses nothing while uploads, messages and looks go on, is resumed after kill -9, and lets the old keys go', async () => {
    const people = [await busy(server), await busy(second)];
    await waitUntil(
      'there is something to rotate',
      () => people.every(({ documents }) => documents.length > 2),
      60_000,
    );

    const broken = start(server);
    await waitUntil('it has begun', () => broken.output().includes('a new key'), 60_000);
    broken.child.kill('SIGKILL');
    await broken.ended;
    const first = await start(server).ended;
    const early = await start(server, '--retire').ended;
    const again = await start(server).ended;

    for (const person of people) await person.quiet();
    expect(people.map(({ failures }) => failures)).to.deep.equal([[], []]);
    expect([first.code, early.code, again.code], first.output + early.output + again.output).to.deep.equal([0, 0, 0]);
    expect(first.output).to.match(/master: goes on with file:master-[0-9a-f]{12}/);
    expect(early.output)
      .to.match(/master: file:master-first is retired/)
      .and.match(/vault: file:vault-first is retired/);
    const counts = await countsByKey();
    expect(Object.keys(counts)).to.have.lengthOf(2);
    expect(await keyFiles()).to.have.lengthOf(4);

    expect((await start(server, '--retire').ended).code).to.equal(0);

    expect(await keyFiles()).to.deep.equal(
      Object.keys(counts)
        .map((id) => `${id.replace('file:', '')}.key`)
        .sort(),
    );
    await using fresh = await testServer({ besides: server });
    expect(fresh.url).not.to.equal(server.url);
    for (const person of people) await person.lookAtAll();
    expect(people.map(({ failures }) => failures)).to.deep.equal([[], []]);
    for (const person of people) await person.stop();
  });

  it('waits for a node that lacks the new key, and says which file to copy', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'senim-keys-'));
    await cp(join(server.dataFolder, 'keys'), folder, { recursive: true });
    const files = fileKeys(await openKeyFolder(folder));
    const { database } = server;
    const providers = { master: [files], vault: [files] };
    await using apart = await openKeyRings({ database, providers, logger: silentLogger, intervalMs: 200 });
    const rotate = (patienceMs: number) =>
      rotateKeys({
        ...{ config: { dataFolder: server.dataFolder, keys }, database, logger: silentLogger, rings: ['vault'] },
        say: () => undefined,
        patienceMs,
      }).then(
        () => 'done',
        (error: Error) => error.message,
      );
    const before = await apart.vault.wrap(Buffer.alloc(16, 1), 'test');

    const refusal = await rotate(6_000);
    const missing = /the key file:(vault-[0-9a-f]{12})/.exec(refusal)?.[1] as string;
    expect((await apart.vault.wrap(Buffer.alloc(16), 'test')).keyId, 'not before all have it').to.equal(before.keyId);
    await cp(join(server.dataFolder, `keys/wrapping/${missing}.key`), join(folder, `wrapping/${missing}.key`));
    expect(await rotate(60_000)).to.equal('done');

    const after = await apart.vault.wrap(Buffer.alloc(16, 2), 'test');
    expect(after.keyId).to.equal(`file:${missing}`);
    expect((await apart.vault.unwrap(before, 'test')).equals(Buffer.alloc(16, 1))).to.equal(true);
    expect(await apart.master.unwrap(after, 'test').catch((error: Error) => error.message)).to.match(
      /none of the master/,
    );
    await rm(folder, { recursive: true });
  });

  it('never lets a key go that something needs, nor lets anything be stored under one that went', async () => {
    const { pool } = server.database;
    const id = Object.keys(await countsByKey()).find((key) => key.includes('master')) as string;

    const needed = await pool.query('delete from keys.wrapping_key where id = $1', [id]).catch((error) => error.code);
    const gone = await pool
      .query(`update keys.data_key set wrapped_by = 'file:master-first'`)
      .catch((error: { code: string }) => error.code);

    expect([needed, gone]).to.deep.equal(['23503', '23503']);
  });
});
