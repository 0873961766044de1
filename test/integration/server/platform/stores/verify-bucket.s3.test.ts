/** A bucket is used only when it is fit: the start says what to correct, and an outage is waited out. */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CreateBucketCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { s3Client } from '../../../../../server/src/platform/s3/client.s3.ts';
import type { S3Options } from '../../../../../server/src/platform/s3/s3-options.ts';
import { openBucketStore } from '../../../../../server/src/platform/stores/content-store.s3.ts';
import { openGatedStore } from '../../../../../server/src/platform/stores/gated-store.ts';
import { verifyBucket } from '../../../../../server/src/platform/stores/verify-bucket.s3.ts';
import type { S3User, TestCeph } from '../../../../support/services/ceph.ts';
import { KMS_KEY_ID } from '../../../../support/services/ceph-conf.ts';
import { silentLogger } from '../../../../support/silent-logger.ts';
import { sharedCeph, testBucket } from '../../../../support/test-buckets.ts';
import { codeOf, entriesOf } from './object-store-suite.ts';

describe('a bucket', function () {
  this.timeout(90_000);
  let ceph: TestCeph;
  let user: S3User;
  let options: S3Options;
  before(async function () {
    ceph = await sharedCeph(this);
    user = await ceph.createUser();
  });
  beforeEach(async () => {
    options = await testBucket(ceph, user);
  });

  const verdict = (changes: Partial<S3Options> = {}, more: { owner?: string; stranger?: S3Options } = {}) => {
    const changed = { ...options, ...changes };
    const stranger = more.stranger && s3Client({ ...changed, ...more.stranger, bucket: changed.bucket });
    const place = { client: s3Client(changed), options: changed, owner: more.owner ?? 'me', stranger };
    return codeOf(verifyBucket(place));
  };
  const policy = (statement: object) =>
    s3Client(options).send(
      new PutBucketPolicyCommand({
        Bucket: options.bucket,
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${options.bucket}/*`, ...statement },
          ],
        }),
      }),
    );

  it('is fit when it is private, empty and one’s own, now and later, and nothing of the trial stays', async () => {
    expect(await verdict()).to.equal('done');
    expect(await verdict()).to.equal('done');

    const { Contents } = await s3Client(options).send(new ListObjectsV2Command({ Bucket: options.bucket }));
    expect(Contents?.map(({ Key }) => Key)).to.deep.equal(['senim-owner']);
  });

  it('is fit when it reports the encryption that was asked for', async () => {
    expect(await verdict({ encryption: { algorithm: 'aws:kms', keyId: KMS_KEY_ID } })).to.equal('done');
  });

  it('is refused when it takes a request for encryption and does not encrypt', async () => {
    // This very server: it answers 200 and stores plain bytes.
    expect(await verdict({ encryption: { algorithm: 'AES256' } })).to.match(/does not encrypt with AES256/);
  });

  it('is refused when its key is not there', async () => {
    expect(await verdict({ encryption: { algorithm: 'aws:kms', keyId: 'no-such-key' } })).to.match(/refuses/);
  });

  it('is refused with wrong credentials, and when there is none', async () => {
    expect(await verdict({ secretAccessKey: 'wrong' })).to.match(/refuses .*SignatureDoesNotMatch/);
    expect(await verdict({ bucket: 'there-is-none' })).to.match(/no bucket there-is-none; npm run provision-buckets/);
  });

  it('is refused when it is another installation’s, or holds what nobody claimed', async () => {
    expect(await verdict()).to.equal('done');
    expect(await verdict({}, { owner: 'another' })).to.match(/not this installation’s/);

    const full = await testBucket(ceph, user);
    await s3Client(full).send(new PutObjectCommand({ Bucket: full.bucket, Key: randomUUID(), Body: 'x' }));
    expect(await verdict(full)).to.match(/not this installation’s/);
  });

  it('is refused when anybody can read it', async () => {
    await policy({ Principal: '*' });

    expect(await verdict()).to.match(/can be read by anybody/);
  });

  it('is refused when the other store’s credentials can read it', async () => {
    const other = await ceph.createUser();
    const stranger = { ...options, ...other };
    expect(await verdict({}, { stranger })).to.equal('done');

    await policy({ Principal: { AWS: [`arn:aws:iam:::user/${other.uid}`] } });

    expect(await verdict({}, { stranger })).to.match(/can be read with the credentials of the other/);
  });

  it('is refused when it keeps what is deleted', async () => {
    await s3Client(options).send(
      new PutBucketVersioningCommand({ Bucket: options.bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    );

    expect(await verdict()).to.match(/keeps old versions/);
  });

  describe('behind a gate', () => {
    const quick = { connectMs: 500, answerMs: 1_000, tries: 1 };
    const open = (changes: Partial<S3Options> = {}) => {
      const changed = { ...options, ...changes };
      const client = s3Client(changed, quick);
      return openGatedStore({
        name: 'test',
        store: openBucketStore(client, changed),
        verify: () => verifyBucket({ client, options: changed, owner: 'me' }),
        logger: silentLogger,
      });
    };

    it('stops the start when it is not fit', async () => {
      expect(await codeOf(open({ encryption: { algorithm: 'AES256' } }))).to.match(/does not encrypt/);
    });

    it('is unavailable while its server is down at the start, and used once it is found fit', async () => {
      await ceph.stop();
      const store = await open();
      const id = randomUUID();
      const put = () => codeOf(store.put(id, Readable.from([Buffer.from('x')])));
      expect([await put(), await codeOf(store.check())]).to.deep.equal(
        new Array<string>(2).fill('service/unavailable'),
      );
      await ceph.start();

      expect(await put()).to.equal('done');

      expect((await entriesOf(store)).map((entry) => entry.id)).to.deep.equal([id]);
    });

    it('is never used when it turns out not to be fit later', async () => {
      await ceph.stop();
      const store = await open({ bucket: 'comes-later' });
      await ceph.start();
      const client = s3Client(options);
      await client.send(new CreateBucketCommand({ Bucket: 'comes-later' }));
      await client.send(new PutObjectCommand({ Bucket: 'comes-later', Key: randomUUID(), Body: 'another’s' }));

      expect(await codeOf(entriesOf(store))).to.equal('service/unavailable');
      expect(await codeOf(store.remove(randomUUID()))).to.equal('service/unavailable');
    });
  });
});
