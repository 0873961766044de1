/** A server whose files lie in two buckets: sealed, apart, recoverable offline; and text goes on while the store is down. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect } from 'chai';
import { requireTool, runTool } from '../../support/installed-tool.ts';
import { phonePhoto } from '../../support/sample-files.ts';
import type { TestCeph } from '../../support/services/ceph.ts';
import { connectStranger } from '../../support/stranger.ts';
import { bucketSettings, objectsIn, sharedCeph, testBucket } from '../../support/test-buckets.ts';
import { type TestServer, testServer } from '../../support/test-server.ts';
import { download, upload } from '../../support/upload.ts';

describe('files in buckets', function () {
  this.timeout(90_000);
  let ceph: TestCeph;
  before(async function () {
    requireTool(this, 'age');
    ceph = await sharedCeph(this);
  });

  /** A server on two buckets, and a customer in a conversation. */
  const world = async () => {
    const identity = await generateX25519Identity();
    const buckets = [await testBucket(ceph), await testBucket(ceph)] as const;
    const server = await testServer({
      settings: {
        ...bucketSettings('S3_', buckets[0]),
        ...bucketSettings('VAULT_S3_', buckets[1]),
        SENIM_RECOVERY_RECIPIENT: await identityToRecipient(identity),
        SENIM_LOG_LEVEL: 'silent',
      },
    });
    const alice = await server.createVisitor();
    const visitor = await connectStranger(server.url, alice.token);
    const { conversation } = await visitor.tell('conversation:open', { kind: 'support' });
    const conversationId: string = conversation.id;
    const photo = { bytes: new Uint8Array(await phonePhoto()), name: 'a.jpg', type: 'image/jpeg' };
    return {
      identity,
      buckets,
      server,
      alice,
      visitor,
      conversationId,
      sendPhoto: () => upload(server.url, '/v1/attachments', alice.token, { conversationId, kind: 'photo' }, photo),
      sendPassport: () =>
        upload(
          server.url,
          '/v1/identity-documents',
          alice.token,
          { conversationId, documentType: 'passport' },
          { ...photo, name: 'p.jpg' },
        ),
      say: (text: string, attachmentIds: string[] = []) =>
        visitor.tell('message:send', { conversationId, clientMessageId: randomUUID(), text, attachmentIds }),
      [Symbol.asyncDispose]: async () => {
        visitor[Symbol.dispose]();
        await server[Symbol.asyncDispose]();
      },
    };
  };
  const partsOf = async ({ url }: TestServer) => {
    const response = await fetch(`${url}/readyz`);
    const { parts } = (await response.json()) as { parts: Record<string, { kind: string; up: boolean }> };
    return { status: response.status, chat: parts['attachments-store'], vault: parts['vault-store'] };
  };

  it('lie sealed in a bucket of their kind, and age recovers them from header and payload', async () => {
    await using place = await world();
    const { server, buckets, alice } = place;

    const { answer: photo, status } = await place.sendPhoto();
    const { status: passportStatus } = await place.sendPassport();

    expect([status, passportStatus]).to.deep.equal([201, 201]);
    const served = Buffer.from(
      await (await download(server.url, `/v1/attachments/${photo.id}/content`, alice.token)).arrayBuffer(),
    );
    const [chat, vault] = [await objectsIn(buckets[0]), await objectsIn(buckets[1])];
    expect([chat.size, vault.has('senim-owner'), vault.size > 1]).to.deep.equal([3, true, true]);
    for (const bytes of [...chat.values(), ...vault.values()]) {
      expect(bytes.includes(served.subarray(0, 32)) || bytes.includes('JFIF')).to.equal(false);
    }
    const { rows } = await server.database.pool.query(
      `select o.id, h.header from stored_object o join keys.object_header h on h.object_id = o.id
       where o.owner_id = $1 and o.variant = 'full'`,
      [photo.id],
    );
    const folder = await mkdtemp(join(tmpdir(), 'senim-recovery-'));
    await writeFile(join(folder, 'identity'), place.identity, { mode: 0o600 });
    const file = Buffer.concat([rows[0].header, chat.get(rows[0].id) as Buffer]);
    const recovered = await runTool('age', ['--decrypt', '-i', join(folder, 'identity')], file);
    await rm(folder, { recursive: true });
    expect(recovered.equals(served)).to.equal(true);
    const { rows: vaultHeaders } = await server.database.pool.query(
      `select header from keys.object_header where store = 'vault'`,
    );
    expect(vaultHeaders.map(({ header }) => (header as Buffer).includes('X25519'))).to.not.include(true);
  });

  it('that cannot be reached stop no text, are told to come again, and work when the store is back', async () => {
    await using place = await world();
    const { server, alice } = place;
    const { answer: photo } = await place.sendPhoto();
    const { message } = await place.say('with a photo', [photo.id]);
    const path = `/v1/attachments/${photo.id}/content`;
    const { answer: other } = await place.sendPhoto();
    expect(await partsOf(server)).to.deep.include({ status: 200, chat: { kind: 's3', up: true, required: false } });

    await ceph.stop();
    try {
      expect((await place.say('text goes on')).message.text).to.equal('text goes on');
      for (const { status, answer } of [await place.sendPhoto(), await place.sendPassport()]) {
        expect([status, answer.code, answer.retryable]).to.deep.equal([503, 'service/unavailable', true]);
      }
      expect((await download(server.url, `/v1/attachments/${other.id}/content`, alice.token)).status).to.equal(503);
      await place.visitor.tell('message:redact', { conversationId: place.conversationId, messageId: message.id });
      expect((await download(server.url, path, alice.token)).status, 'destroyed all the same').to.equal(409);
      const { status, chat, vault } = await partsOf(server);
      expect([status, chat?.up, vault?.up]).to.deep.equal([200, false, false]);
    } finally {
      await ceph.start();
    }

    expect((await place.sendPhoto()).status).to.equal(201);
    expect((await place.sendPassport()).status).to.equal(201);
    expect((await download(server.url, `/v1/attachments/${other.id}/content`, alice.token)).status).to.equal(200);
    expect((await partsOf(server)).chat?.up).to.equal(true);
    const { rows } = await server.database.pool.query(`select id from attachment where status = 'checking'`);
    expect(rows, 'nothing half-available').to.deep.equal([]);
  });
});
