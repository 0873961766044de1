/** Buckets of one's own on one S3 server that the test files of a process share. */
import { randomBytes } from 'node:crypto';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { programs } from '../../scripts/services/programs.ts';
import { s3Client } from '../../server/src/platform/s3/client.s3.ts';
import type { S3Options } from '../../server/src/platform/s3/s3-options.ts';
import { requireTool } from './installed-tool.ts';
import { type S3User, type TestCeph, testCeph } from './services/ceph.ts';

let shared: Promise<TestCeph> | undefined;

after(async function () {
  this.timeout(60_000);
  await (await shared)?.[Symbol.asyncDispose]();
});

/** Call in a hook with time enough. Skips, and fails in CI, where its programs are not installed. */
export const sharedCeph = (context: Mocha.Context): Promise<TestCeph> => {
  for (const { name } of [programs.radosgw, programs.cephMon, programs.cephOsd]) requireTool(context, name);
  shared ??= testCeph();
  return shared;
};

/** A user and a bucket that nobody else has. */
export const testBucket = async (ceph: TestCeph, known?: S3User): Promise<S3Options> => {
  const { accessKeyId, secretAccessKey } = known ?? (await ceph.createUser());
  const bucket = `senim-${randomBytes(6).toString('hex')}`;
  const options = { endpoint: ceph.endpoint, region: 'us-east-1', accessKeyId, secretAccessKey, bucket };
  const client = s3Client(options);
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
  return options;
};

/** The settings of a server that uses a bucket. */
export const bucketSettings = (prefix: 'S3_' | 'VAULT_S3_', options: S3Options): Record<string, string> => ({
  [`${prefix}ENDPOINT`]: options.endpoint,
  [`${prefix}REGION`]: options.region,
  [`${prefix}ACCESS_KEY_ID`]: options.accessKeyId,
  [`${prefix}SECRET_ACCESS_KEY`]: options.secretAccessKey,
  [`${prefix}BUCKET`]: options.bucket,
});

/** Everything in a bucket: key → bytes. */
export const objectsIn = async (options: S3Options): Promise<Map<string, Buffer>> => {
  const client = s3Client(options);
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: options.bucket }));
  const objects = new Map<string, Buffer>();
  for (const { Key = '' } of Contents) {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: options.bucket, Key }));
    objects.set(Key, Buffer.from((await Body?.transformToByteArray()) ?? []));
  }
  client.destroy();
  return objects;
};
