/** Makes one bucket fit for Senim, and changes nothing where it is fit already. */
import { isDeepStrictEqual } from 'node:util';
import { Client } from 'minio';
import type { S3Options } from '../../server/src/platform/s3/s3-options.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface BucketPlan {
  /** As the server uses it, with the server's own credentials. */
  readonly options: S3Options;
  readonly administrator: Credentials;
  /** The server's user, such as `arn:aws:iam:::user/chat`; absent when the provider's own tool gives it its rights. */
  readonly principal: string | undefined;
  /** Must be refused: the credentials of the other bucket. */
  readonly stranger: Credentials | undefined;
}

const RULE = { Status: 'Enabled', Filter: { Prefix: '' } };
/** A net below what the server does itself; a day is the shortest time that every S3 server knows. */
const LIFECYCLE = [
  // No upload takes a day; the server removes what broke off long before.
  { ID: 'senim-unfinished-uploads', ...RULE, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
  // A bucket may have kept versions before it became ours: they go, and so do the marks of deletion in front of them.
  { ID: 'senim-old-versions', ...RULE, NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
  { ID: 'senim-marks-of-deletion', ...RULE, Expiration: { ExpiredObjectDeleteMarker: true } },
];

/** What the server does, and nothing more: it makes no buckets, changes no settings, sets no ACL. */
export const rightsOf = (bucket: string) => [
  {
    Action: ['s3:ListBucket', 's3:ListBucketMultipartUploads'],
    Resource: [`arn:aws:s3:::${bucket}`],
  },
  {
    Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
    Resource: [`arn:aws:s3:::${bucket}/*`],
  },
];

const policyOf = ({ options: { bucket, endpoint } }: BucketPlan, principal: string): object => {
  const allowed = rightsOf(bucket).map((right) => ({ Effect: 'Allow', Principal: { AWS: [principal] }, ...right }));
  const plainRefused = {
    Effect: 'Deny',
    Principal: { AWS: ['*'] },
    Action: ['s3:*'],
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    // On some servers the key is absent without TLS.
    Condition: { BoolIfExists: { 'aws:SecureTransport': 'false' } },
  };
  return { Version: '2012-10-17', Statement: endpoint.startsWith('https:') ? [...allowed, plainRefused] : allowed };
};

const clientFor = ({ endpoint, region }: S3Options, { accessKeyId, secretAccessKey }: Credentials): Client => {
  const { protocol, hostname, port } = new URL(endpoint);
  const useSSL = protocol === 'https:';
  return new Client({
    endPoint: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (useSSL ? 443 : 80) : Number(port),
    useSSL,
    accessKey: accessKeyId,
    secretKey: secretAccessKey,
    region,
    pathStyle: true,
  });
};

/** What is not there is `undefined`; the codes differ from server to server. */
const orNothing = async <Value>(attempt: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await attempt;
  } catch (error) {
    if (/^NoSuch|NotFound/.test(String((error as { code?: unknown }).code))) return undefined;
    throw error;
  }
};

const setPolicy = async (client: Client, plan: BucketPlan): Promise<string> => {
  const { bucket } = plan.options;
  if (plan.principal === undefined) {
    return `its policy is left as it is; give the server’s user these rights: ${JSON.stringify(rightsOf(bucket))}`;
  }
  const wanted = policyOf(plan, plan.principal);
  const known = await orNothing(client.getBucketPolicy(bucket));
  if (known && isDeepStrictEqual(JSON.parse(known), wanted)) return `open to ${plan.principal} already, to nobody else`;
  await client.setBucketPolicy(bucket, JSON.stringify(wanted));
  return `opened to ${plan.principal}, to nobody else`;
};

const stopVersioning = async (client: Client, bucket: string): Promise<string> => {
  const { Status } = (await client.getBucketVersioning(bucket)) ?? {};
  if (Status !== 'Enabled') return 'keeps no old versions';
  await client.setBucketVersioning(bucket, { Status: 'Suspended' });
  return 'keeps no old versions from now on; its lifecycle removes those that are there within days';
};

const setLifecycle = async (client: Client, bucket: string): Promise<string> => {
  const known = await orNothing(client.getBucketLifecycle(bucket));
  const rules = [known?.Rule ?? []].flat();
  const missing = LIFECYCLE.filter((rule) => !rules.some(({ ID }) => ID === rule.ID));
  if (missing.length === 0) return 'forgets unfinished uploads and old versions after a day already';
  // Typed for one shape of rule; what is written is the standard's.
  const wanted = { Rule: [...rules, ...missing] } as unknown as Parameters<Client['setBucketLifecycle']>[1];
  await client.setBucketLifecycle(bucket, wanted);
  return 'forgets unfinished uploads and old versions after a day from now on';
};

/** Throws when somebody gets in who must not, or the server does not. */
const checkDoors = async ({ options, stranger }: BucketPlan): Promise<string> => {
  const { bucket, endpoint } = options;
  const { status } = await fetch(`${endpoint.replace(/\/$/, '')}/${bucket}`, { redirect: 'manual' });
  if (status === 200) throw new Error(`${bucket} is open to anybody: remove its policy or ACL that says so`);
  const isIn = (credentials: Credentials) =>
    clientFor(options, credentials)
      .bucketExists(bucket)
      .catch(() => false);
  if (stranger && (await isIn(stranger))) throw new Error(`${bucket} is open to the credentials of the other bucket`);
  if (!(await isIn(options))) {
    return 'does not let the server in yet: give its user the rights above, or name it in PROVISION_…_PRINCIPAL';
  }
  return 'lets the server in, and neither anybody nor the other bucket’s user';
};

/** @returns what was done, in sentences about the bucket. */
export const provisionBucket = async (plan: BucketPlan): Promise<string[]> => {
  const { options, administrator } = plan;
  const { bucket, region } = options;
  const client = clientFor(options, administrator);
  const isThere = await client.bucketExists(bucket);
  // Without object lock: nothing may survive its destruction.
  if (!isThere) await client.makeBucket(bucket, region);
  return [
    isThere ? 'was there' : 'was made',
    await stopVersioning(client, bucket),
    await setPolicy(client, plan),
    await setLifecycle(client, bucket),
    await checkDoors(plan),
  ];
};
