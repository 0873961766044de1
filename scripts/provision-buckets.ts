/**
 * `npm run provision-buckets`: makes the buckets that the settings name, private, without versions, with a lifecycle that
 * forgets unfinished uploads and old versions. Can be repeated. Beside the server's own settings it reads, from the environment only:
 *
 *   PROVISION_S3_ACCESS_KEY_ID, PROVISION_S3_SECRET_ACCESS_KEY    an administrator of the S3 server; the server never has these
 *   PROVISION_S3_PRINCIPAL                                        the server's user, e.g. arn:aws:iam:::user/chat
 *   PROVISION_VAULT_S3_…                                          the same three for the vault; the first two when they differ
 *
 * Without a principal the rights are printed, for the provider's own tool: some servers bind users by their own policies only.
 */
import { toBuckets } from '../server/src/config/bucket-settings.ts';
import { readSettings } from '../server/src/config/read-env.ts';
import { type BucketPlan, provisionBucket } from './buckets/provision-bucket.ts';

const fromEnvironment = (group: '' | 'VAULT_', name: string): string | undefined =>
  process.env[`PROVISION_${group}S3_${name}`] || undefined;

const needed = (group: '' | 'VAULT_', name: string): string => {
  const value = fromEnvironment(group, name) ?? fromEnvironment('', name);
  if (value === undefined) throw new Error(`set PROVISION_S3_${name} in the environment`);
  return value;
};

const plans = (): BucketPlan[] => {
  const { attachments, vault } = toBuckets(readSettings(process.env));
  const groups = [
    { group: '', options: attachments, stranger: vault },
    { group: 'VAULT_', options: vault, stranger: attachments },
  ] as const;
  return groups.flatMap(({ group, options, stranger }) => {
    if (!options) return [];
    const administrator = {
      accessKeyId: needed(group, 'ACCESS_KEY_ID'),
      secretAccessKey: needed(group, 'SECRET_ACCESS_KEY'),
    };
    return [{ options, administrator, principal: fromEnvironment(group, 'PRINCIPAL'), stranger }];
  });
};

const main = async (): Promise<void> => {
  if (process.argv.length > 2) throw new Error('nothing is taken from the command line, where others could read it');
  const wanted = plans();
  if (wanted.length === 0) throw new Error('no bucket is named: set S3_ENDPOINT and its like');
  for (const plan of wanted) {
    for (const sentence of await provisionBucket(plan)) console.log(`${plan.options.bucket}: ${sentence}`);
  }
};

await main().catch((error: unknown) => {
  const { message, code } = error as { message?: string; code?: string };
  console.error(`the buckets could not be provisioned: ${message || code || String(error)}`);
  process.exitCode = 1;
});
