/** Is a bucket fit to be used? Tried with an object of its own, because what a server answers is no proof of what it does. */
import { randomUUID } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Fault } from '#kernel/fault';
import { isMissing, statusOf } from '../s3/s3-failure.ts';
import type { S3Options } from '../s3/s3-options.ts';
import { encryptionHeaders, isEncryptedAsAsked } from './content-store.s3.ts';

export interface BucketToVerify {
  readonly client: S3Client;
  readonly options: S3Options;
  /** Whose the bucket is: written into it when it is empty, compared ever after. */
  readonly owner: string;
  /** Must not be able to read it. */
  readonly stranger?: S3Client | undefined;
}

const OWNER_KEY = 'senim-owner';
const REQUEST_TIMEOUT_MS = 10_000;
/** Not there, late, another was first, too many: not the settings' fault. */
const EXPECTED = new Set([404, 408, 412, 429]);

const ask = async <Answer>(bucket: string, request: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await request();
  } catch (error) {
    const { name } = error as Error;
    if (name === 'NoSuchBucket') throw new Fault(`there is no bucket ${bucket}; npm run provision-buckets makes it`);
    const status = statusOf(error) ?? 500;
    if (status >= 500 || EXPECTED.has(status)) throw error;
    throw new Fault(`the bucket ${bucket} refuses the server’s credentials or request (${name})`, { cause: error });
  }
};

const readOwner = async ({ client, options: { bucket } }: BucketToVerify): Promise<string | undefined> => {
  try {
    const { Body } = await ask(bucket, () => client.send(new GetObjectCommand({ Bucket: bucket, Key: OWNER_KEY })));
    return await Body?.transformToString();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

/** The search for orphans removes what this installation does not know: in another's bucket that would be everything. */
const claim = async (place: BucketToVerify): Promise<void> => {
  const { client, options, owner } = place;
  const { bucket } = options;
  let found = await readOwner(place);
  if (found === undefined) {
    const { KeyCount } = await ask(bucket, () =>
      client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1, Prefix: '' })),
    );
    // Another node may have claimed it just now.
    found = KeyCount ? ((await readOwner(place)) ?? 'nobody that is known') : undefined;
  }
  if (found === undefined) {
    await ask(bucket, () =>
      client.send(
        new PutObjectCommand({
          ...{ Bucket: bucket, Key: OWNER_KEY, Body: Buffer.from(owner), IfNoneMatch: '*' },
          ...encryptionHeaders(options),
        }),
      ),
    ).catch((error: unknown) => {
      if (statusOf(error) !== 412) throw error;
    });
    found = await readOwner(place);
  }
  if (found !== owner) {
    throw new Fault(`the bucket ${bucket} is not this installation’s; give each installation a bucket of its own`);
  }
};

const refusesStrangers = async ({ options, stranger }: BucketToVerify, Key: string): Promise<void> => {
  const { bucket, endpoint } = options;
  const { status } = await fetch(`${endpoint.replace(/\/$/, '')}/${bucket}/${Key}`, {
    redirect: 'manual',
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  });
  if (status === 200) throw new Fault(`the bucket ${bucket} can be read by anybody; make it private`);
  const isOpen = await stranger?.send(new HeadObjectCommand({ Bucket: bucket, Key })).then(
    () => true,
    (error: unknown) => {
      if (statusOf(error) === undefined) throw error;
      return false;
    },
  );
  if (isOpen) throw new Fault(`the bucket ${bucket} can be read with the credentials of the other bucket`);
};

/** Throws a Fault that says what to correct; anything else when the server cannot be reached. */
export const verifyBucket = async (place: BucketToVerify): Promise<void> => {
  const { client, options } = place;
  const { bucket, encryption } = options;
  await claim(place);
  // Named like an object: should this break off, the search for orphans removes it.
  const probe = { Bucket: bucket, Key: randomUUID() };
  try {
    const body = { Body: Buffer.from('probe'), ...encryptionHeaders(options) };
    const { VersionId } = await ask(bucket, () => client.send(new PutObjectCommand({ ...probe, ...body })));
    if (VersionId !== undefined && VersionId !== 'null') {
      throw new Fault(`the bucket ${bucket} keeps old versions; suspend versioning: what is destroyed must be gone`);
    }
    const report = await ask(bucket, () => client.send(new HeadObjectCommand(probe)));
    if (!isEncryptedAsAsked(options, report)) {
      throw new Fault(
        `the bucket ${bucket} does not encrypt with ${encryption?.algorithm} as asked; it reports ${report.ServerSideEncryption ?? 'none'}`,
      );
    }
    await refusesStrangers(place, probe.Key);
  } finally {
    await client.send(new DeleteObjectCommand(probe)).catch(() => undefined);
  }
};
