/** Two buckets as `npm run provision-buckets` makes them: an administrator's, each open to one user who may make none. */
import { randomBytes } from 'node:crypto';
import { provisionBucket } from '../../scripts/buckets/provision-bucket.ts';
import type { S3Options } from '../../server/src/platform/s3/s3-options.ts';
import type { S3User, TestCeph } from './services/ceph.ts';

export interface ProvisionedBuckets {
  readonly attachments: S3Options;
  readonly vault: S3Options;
  readonly administrator: S3User;
}

export const provisionedBuckets = async (ceph: TestCeph): Promise<ProvisionedBuckets> => {
  const administrator = await ceph.createUser();
  const users = [await ceph.createUser('--max-buckets=-1'), await ceph.createUser('--max-buckets=-1')] as const;
  const [attachments, vault] = users.map(({ accessKeyId, secretAccessKey }) => {
    const bucket = `senim-${randomBytes(6).toString('hex')}`;
    return { endpoint: ceph.endpoint, region: 'us-east-1', accessKeyId, secretAccessKey, bucket };
  }) as [S3Options, S3Options];
  const principalOf = ({ uid }: S3User): string => `arn:aws:iam:::user/${uid}`;
  await provisionBucket({ options: attachments, administrator, principal: principalOf(users[0]), stranger: vault });
  await provisionBucket({ options: vault, administrator, principal: principalOf(users[1]), stranger: attachments });
  return { attachments, vault, administrator };
};
