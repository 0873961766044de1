/** The object store in a bucket, on a real S3 server. */
import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { CreateMultipartUploadCommand, type S3Client, UploadPartCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { s3Client } from '../../../../../server/src/platform/s3/client.s3.ts';
import type { S3Options } from '../../../../../server/src/platform/s3/s3-options.ts';
import { openBucketStore } from '../../../../../server/src/platform/stores/content-store.s3.ts';
import type { S3User, TestCeph } from '../../../../support/services/ceph.ts';
import { sharedCeph, testBucket } from '../../../../support/test-buckets.ts';
import { codeOf, entriesOf, objectStoreSuite } from './object-store-suite.ts';

const QUICK = { connectMs: 500, answerMs: 1_000, tries: 2 };
const MIB = 1024 * 1024;

describe('the bucket store', function () {
  this.timeout(90_000);
  let ceph: TestCeph;
  let user: S3User;
  let options: S3Options;
  let client: S3Client;
  before(async function () {
    ceph = await sharedCeph(this);
    user = await ceph.createUser();
  });
  beforeEach(async () => {
    options = await testBucket(ceph, user);
    client = s3Client(options);
  });
  afterEach(() => client?.destroy());

  const leaveHalf = async (id: string): Promise<void> => {
    const place = { Bucket: options.bucket, Key: id };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(place));
    await client.send(new UploadPartCommand({ ...place, UploadId, PartNumber: 1, Body: Buffer.from('half') }));
  };

  objectStoreSuite(async () => ({ store: openBucketStore(client, options, 2), leaveHalf, description: options }));

  it('sends a checksum with every body, and nothing that other servers refuse', async () => {
    const store = openBucketStore(client, options);
    const bodies: Record<string, string>[] = [];
    client.middlewareStack.add(
      (next) => (args) => {
        const { headers, method } = args.request as { headers: Record<string, string>; method: string };
        if (method === 'PUT') bodies.push(headers);
        return next(args);
      },
      { step: 'finalizeRequest', name: 'listen' },
    );

    await store.put(randomUUID(), Readable.from([randomBytes(11 * MIB)]));
    await store.put(randomUUID(), Readable.from([randomBytes(100)]));

    expect(bodies).to.have.lengthOf(4);
    for (const headers of bodies) {
      expect(headers).to.have.property('content-md5');
      expect(Object.keys(headers).filter((name) => /checksum|acl|trailer/.test(name))).to.deep.equal([]);
    }
  });

  it('gives nothing to those who have no credentials', async () => {
    const id = randomUUID();
    await openBucketStore(client, options).put(id, Readable.from([Buffer.from('x')]));

    for (const path of ['', `/${id}`, '?uploads']) {
      expect((await fetch(`${options.endpoint}/${options.bucket}${path}`)).status, path).to.equal(403);
    }
  });

  it('is unavailable, not broken, with a wrong secret', async () => {
    const stranger = openBucketStore(s3Client({ ...options, secretAccessKey: 'wrong' }), options);

    for (const attempt of [
      () => stranger.put(randomUUID(), Readable.from([Buffer.from('x')])),
      () => buffer(stranger.open(randomUUID(), { start: 0, end: 1 })),
      () => stranger.remove(randomUUID()),
      () => entriesOf(stranger),
      () => stranger.check(),
    ]) {
      expect(await codeOf(attempt())).to.equal('service/unavailable');
    }
  });

  describe('whose server', () => {
    afterEach(async () => {
      ceph.thaw();
      await ceph.stop();
      await ceph.start();
    });

    it('is gone is unavailable, and works again when it is back', async () => {
      const store = openBucketStore(s3Client(options, QUICK), options);
      const id = randomUUID();
      await store.put(id, Readable.from([Buffer.from('kept')]));

      await ceph.stop();
      expect(await codeOf(store.put(randomUUID(), Readable.from([Buffer.from('x')])))).to.equal('service/unavailable');
      expect(await codeOf(buffer(store.open(id, { start: 0, end: 3 })))).to.equal('service/unavailable');
      expect(await codeOf(store.check())).to.equal('service/unavailable');
      await ceph.start();

      expect((await buffer(store.open(id, { start: 0, end: 3 }))).toString()).to.equal('kept');
      expect((await entriesOf(store)).map((entry) => entry.id)).to.deep.equal([id]);
    });

    it('is killed in the middle of a put keeps nothing that cannot be found and removed', async () => {
      const store = openBucketStore(s3Client(options, QUICK), options);
      const id = randomUUID();
      const bytes = async function* () {
        for (let at = 0; at < 30; at++) {
          if (at === 15) await ceph.stop();
          yield randomBytes(MIB);
        }
      };

      expect(await codeOf(store.put(id, bytes()))).to.equal('service/unavailable');
      await ceph.start();

      expect((await entriesOf(store)).map((entry) => [entry.id, entry.bytes])).to.deep.equal([[id, undefined]]);
      await store.remove(id);
      expect(await entriesOf(store)).to.deep.equal([]);
      expect(await store.put(id, Readable.from([Buffer.from('again')]))).to.equal(5);
    });

    it('hangs is given up in bounded time', async () => {
      const store = openBucketStore(s3Client(options, QUICK), options);
      ceph.freeze();

      expect(await codeOf(store.check())).to.equal('service/unavailable');
      expect(await codeOf(store.put(randomUUID(), Readable.from([Buffer.from('x')])))).to.equal('service/unavailable');
    });

    it('breaks off a read goes on where it was, when it is back', async () => {
      const store = openBucketStore(s3Client(options, { ...QUICK, tries: 8 }), options);
      const [id, bytes] = [randomUUID(), randomBytes(40 * MIB)];
      await store.put(id, Readable.from([bytes]));

      const parts: Buffer[] = [];
      for await (const part of store.open(id, { start: 0, end: bytes.length - 1 })) {
        if (parts.length === 0) {
          await ceph.stop();
          await ceph.start();
        }
        parts.push(part as Buffer);
      }

      expect(Buffer.concat(parts).equals(bytes)).to.equal(true);
    });
  });
});
