/** The vault on a real S3 server: closed to the ordinary store's credentials, sealed, and without a trace of what was destroyed. */
import { randomUUID } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { programs } from '../../../../../scripts/services/programs.ts';
import { s3Client } from '../../../../../server/src/platform/s3/client.s3.ts';
import { statusOf } from '../../../../../server/src/platform/s3/s3-failure.ts';
import type { S3Options } from '../../../../../server/src/platform/s3/s3-options.ts';
import { requireTool } from '../../../../support/installed-tool.ts';
import { type ProvisionedBuckets, provisionedBuckets } from '../../../../support/provisioned-buckets.ts';
import { phonePhoto } from '../../../../support/sample-files.ts';
import { type TestCeph, testCeph } from '../../../../support/services/ceph.ts';
import { connectStranger } from '../../../../support/stranger.ts';
import { bucketSettings, objectsIn } from '../../../../support/test-buckets.ts';
import { type TestServer, testServer } from '../../../../support/test-server.ts';
import { download, upload } from '../../../../support/upload.ts';
import { waitUntil } from '../../../../support/wait-until.ts';

describe('the vault’s bucket', function () {
  this.timeout(120_000);
  let ceph: TestCeph;
  let buckets: ProvisionedBuckets;
  let server: TestServer;
  let asAdministrator: S3Client;
  let customer: string;
  let verifier: string;
  let conversationId: string;

  before(async function () {
    for (const { name } of [programs.radosgw, programs.cephMon, programs.cephOsd]) requireTool(this, name);
    ceph = await testCeph({ isHasty: true });
    buckets = await provisionedBuckets(ceph);
    asAdministrator = s3Client({ ...buckets.vault, ...buckets.administrator });
    server = await testServer({
      settings: {
        ...bucketSettings('S3_', buckets.attachments),
        ...bucketSettings('VAULT_S3_', buckets.vault),
        SENIM_RETENTION_INTERVAL: '1s',
        SENIM_LOG_LEVEL: 'silent',
      },
    });
    ({ token: customer } = await server.createVisitor());
    ({ token: verifier } = await server.createAgent('verifier'));
    using visitor = await connectStranger(server.url, customer);
    const { conversation } = await visitor.tell('conversation:open', { kind: 'support' });
    conversationId = conversation.id;
  });
  after(async () => {
    await server?.[Symbol.asyncDispose]();
    asAdministrator?.destroy();
    await ceph?.[Symbol.asyncDispose]();
  });

  const file = async () => ({ bytes: new Uint8Array(await phonePhoto()), name: 'a.jpg', type: 'image/jpeg' });
  /** @returns the document's id, and its objects'. */
  const sendPassport = async () => {
    const fields = { conversationId, documentType: 'passport' };
    const { answer } = await upload(server.url, '/v1/identity-documents', customer, fields, await file());
    const { rows } = await server.database.pool.query<{ id: string }>(
      'select id from stored_object where owner_id = $1',
      [answer.id],
    );
    return { id: answer.id as string, objects: rows.map((row) => row.id) };
  };
  const look = (id: string) => download(server.url, `/v1/identity-documents/${id}/content`, verifier);
  /** Everything that the bucket keeps under some names, old versions and marks of deletion included. */
  const tracesOf = async (names: readonly string[]): Promise<number> => {
    const listed = await asAdministrator.send(new ListObjectVersionsCommand({ Bucket: buckets.vault.bucket }));
    const entries = [...(listed.Versions ?? []), ...(listed.DeleteMarkers ?? [])];
    return entries.filter(({ Key = '' }) => names.includes(Key)).length;
  };
  const destroy = (id: string) =>
    server.database.pool.query(`update identity_document set created_at = '2020-01-01' where id = $1`, [id]);
  const setVersioning = (Status: 'Enabled' | 'Suspended') =>
    asAdministrator.send(
      new PutBucketVersioningCommand({ Bucket: buckets.vault.bucket, VersioningConfiguration: { Status } }),
    );

  /** What each request of a user comes to in a bucket that has the object. */
  const answersOf = async (user: S3Options, Bucket: string, Key: string): Promise<Record<string, number | 'done'>> => {
    const client = s3Client({ ...user, bucket: Bucket });
    const requests = {
      GET: () => client.send(new GetObjectCommand({ Bucket, Key })),
      HEAD: () => client.send(new HeadObjectCommand({ Bucket, Key })),
      LIST: () => client.send(new ListObjectsV2Command({ Bucket })),
      'LIST of versions': () => client.send(new ListObjectVersionsCommand({ Bucket })),
      'HEAD of the bucket': () => client.send(new HeadBucketCommand({ Bucket })),
      PUT: () => client.send(new PutObjectCommand({ Bucket, Key: randomUUID(), Body: 'x' })),
      'PUT over it': () => client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' })),
      DELETE: () => client.send(new DeleteObjectCommand({ Bucket, Key })),
      'a policy': () => client.send(new PutBucketPolicyCommand({ Bucket, Policy: '{"Statement":[]}' })),
    };
    const answers: Record<string, number | 'done'> = {};
    for (const [name, request] of Object.entries(requests)) {
      answers[name] = await request().then(
        () => 'done' as const,
        (error: unknown) => statusOf(error) ?? 0,
      );
    }
    client.destroy();
    return answers;
  };

  it('refuses the ordinary store’s credentials whatever they ask, and the other way round', async () => {
    const { objects } = await sendPassport();
    const photo = { conversationId, kind: 'photo' };
    await upload(server.url, '/v1/attachments', customer, photo, await file());
    const [chat, vault] = [await objectsIn(buckets.attachments), await objectsIn(buckets.vault)];
    const chatObject = [...chat.keys()].find((key) => key !== 'senim-owner') as string;

    const intoVault = await answersOf(buckets.attachments, buckets.vault.bucket, objects[0] as string);
    const intoChat = await answersOf(buckets.vault, buckets.attachments.bucket, chatObject);

    expect(Object.values(intoVault), JSON.stringify(intoVault)).to.deep.equal(new Array(9).fill(403));
    expect(Object.values(intoChat), JSON.stringify(intoChat)).to.deep.equal(new Array(9).fill(403));
    expect(await objectsIn(buckets.vault)).to.deep.equal(vault);
    expect(await objectsIn(buckets.attachments)).to.deep.equal(chat);
    const ordinary = s3Client(buckets.attachments);
    const { Buckets = [] } = await ordinary.send(new ListBucketsCommand({}));
    ordinary.destroy();
    expect(Buckets.map(({ Name }) => Name)).not.to.include(buckets.vault.bucket);
  });

  it('holds sealed bytes under random names', async () => {
    const { id, objects } = await sendPassport();
    const shown = Buffer.from(await (await look(id)).arrayBuffer());

    const stored = (await objectsIn(buckets.vault)).get(objects[0] as string) as Buffer;

    expect(shown.subarray(0, 3)).to.deep.equal(Buffer.from([0xff, 0xd8, 0xff]));
    expect([stored.includes(shown.subarray(0, 16)), stored.includes('JFIF'), stored.includes('Exif')]).to.deep.equal([
      ...[false, false, false],
    ]);
    // Sealed bytes take every value about equally often; a picture's do not.
    expect(new Set(stored.subarray(0, 16_384)).size).to.equal(256);
    expect(objects[0])
      .to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4/)
      .and.not.equal(id);
  });

  it('gives back nothing readable when an object is restored whose key row is gone', async () => {
    const { id, objects } = await sendPassport();
    const copy = (await objectsIn(buckets.vault)).get(objects[0] as string) as Buffer;
    const place = { Bucket: buckets.vault.bucket, Key: objects[0] as string };
    expect((await look(id)).status).to.equal(200);

    await server.database.pool.query('delete from keys.object_header where object_id = $1', [objects[0]]);
    await asAdministrator.send(new DeleteObjectCommand(place));
    await asAdministrator.send(new PutObjectCommand({ ...place, Body: copy }));

    expect((await look(id)).status).not.to.equal(200);
    // Another document's key does not open it either: a header is bound to its object.
    const other = await sendPassport();
    await server.database.pool.query(
      `insert into keys.object_header (object_id, store, header, wrapped_by)
       select $1, store, header, wrapped_by from keys.object_header where object_id = $2`,
      [objects[0], other.objects[0]],
    );
    expect((await look(id)).status).to.equal(500);
    expect((await look(other.id)).status).to.equal(200);
  });

  it('keeps no version and no mark of a document that was destroyed', async () => {
    const { id, objects } = await sendPassport();
    expect(await tracesOf(objects)).to.equal(objects.length);

    await destroy(id);

    await waitUntil('its objects are gone', async () => (await tracesOf(objects)) === 0, 30_000);
    expect((await look(id)).status).not.to.equal(200);
  });

  it('forgets the versions of a time when it kept them, by its lifecycle', async () => {
    await setVersioning('Enabled');
    const { id, objects } = await sendPassport();
    await setVersioning('Suspended');
    await destroy(id);
    const isDestroyed = async () => {
      const { rows } = await server.database.pool.query('select 1 from stored_object where owner_id = $1', [id]);
      return rows.length === 0;
    };
    await waitUntil('it is destroyed', isDestroyed, 30_000);

    await waitUntil('its old versions are gone', async () => (await tracesOf(objects)) === 0, 90_000);

    expect((await look(id)).status).not.to.equal(200);
  });
});
