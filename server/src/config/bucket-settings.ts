/** The two groups of settings that name a bucket: each is set whole or not at all, and the vault shares nothing. */
import { Fault } from '#kernel/fault';
import type { S3Options } from '#platform/s3/s3-options';
import type { SettingValues } from './settings.ts';

export interface Buckets {
  /** Undefined: a folder. */
  readonly attachments: S3Options | undefined;
  readonly vault: S3Options | undefined;
}

const NEEDED = ['ENDPOINT', 'REGION', 'ACCESS_KEY_ID', 'SECRET_ACCESS_KEY', 'BUCKET'] as const;
const FURTHER = ['SERVER_SIDE_ENCRYPTION', 'SSE_KMS_KEY_ID'] as const;
type Part = (typeof NEEDED)[number] | (typeof FURTHER)[number];
type Prefix = 'S3_' | 'VAULT_S3_';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** @param hostname as URL gives it. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);

const encryptionOf = (values: SettingValues, prefix: Prefix): S3Options['encryption'] => {
  const algorithm = values[`${prefix}SERVER_SIDE_ENCRYPTION`];
  const keyId = values[`${prefix}SSE_KMS_KEY_ID`];
  if (keyId !== undefined && algorithm !== 'aws:kms') {
    throw new Fault(`${prefix}SSE_KMS_KEY_ID needs ${prefix}SERVER_SIDE_ENCRYPTION=aws:kms`);
  }
  return algorithm === 'none' ? undefined : { algorithm, keyId };
};

const checkEndpoint = (endpoint: string, prefix: Prefix, isProduction: boolean): void => {
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(endpoint);
  if (pathname !== '/' || search || hash || username || password) {
    throw new Fault(`${prefix}ENDPOINT is an address without path and credentials, such as https://s3.example.kz`);
  }
  if (isProduction && protocol === 'http:' && !isLoopback(hostname)) {
    throw new Fault(`in production ${prefix}ENDPOINT must be https: credentials and sealed files travel to it`);
  }
};

const bucketOf = (values: SettingValues, prefix: Prefix): S3Options | undefined => {
  const value = (part: Part) => values[`${prefix}${part}`];
  const missing = NEEDED.filter((part) => value(part) === undefined);
  const encryption = encryptionOf(values, prefix);
  if (missing.length === NEEDED.length && !encryption) return undefined;
  if (missing.length > 0) {
    const names = missing.map((part) => prefix + part).join(', ');
    throw new Fault(`${prefix}… is set in part: also set ${names}, or none of them`);
  }
  const [endpoint = '', region = '', accessKeyId = '', secretAccessKey = '', bucket = ''] = NEEDED.map(value);
  checkEndpoint(endpoint, prefix, values.SENIM_ENV === 'production');
  return { endpoint, region, accessKeyId, secretAccessKey, bucket, encryption };
};

/** Throws a Fault that names what to correct. */
export const toBuckets = (values: SettingValues): Buckets => {
  const attachments = bucketOf(values, 'S3_');
  const vault = bucketOf(values, 'VAULT_S3_');
  if (attachments && vault) {
    const isShared = (['accessKeyId', 'secretAccessKey', 'bucket'] as const).find(
      (name) => attachments[name] === vault[name],
    );
    if (isShared) {
      throw new Fault('VAULT_S3_… needs other credentials and another bucket than S3_…: one must never open the other');
    }
  }
  return { attachments, vault };
};
