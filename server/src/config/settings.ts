/** Every setting: its name, what it means, its default, and how it is read. The documents are generated from this list. */
import * as z from 'zod';
import { parseSize } from './byte-size.ts';
import { parseClamdUrl } from './clamd-address.ts';
import { parseDuration } from './duration.ts';

export interface Setting<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  readonly description: string;
  /** True when its value must never be printed. */
  readonly secret?: boolean;
}

const setting = <Schema extends z.ZodType>(schema: Schema, description: string, secret = false): Setting<Schema> => ({
  schema,
  description,
  secret,
});

/** The default also serves as an example of how to write it. */
const duration = (byDefault: string, longest: string) =>
  z
    .string()
    .default(byDefault)
    .transform((text, context) => {
      const seconds = parseDuration(text);
      if (seconds === undefined || seconds < 1 || seconds > (parseDuration(longest) ?? 0)) {
        context.addIssue(`write a duration from 1s to ${longest}, such as ${byDefault} (s, m, h, d, y)`);
      }
      return seconds ?? 0;
    });
const term = (byDefault: string) => duration(byDefault, '100y');
/** Longer than this, a timer would run at once. */
const interval = (byDefault: string) => duration(byDefault, '24d');

const wholeNumber = (least: number, most: number, byDefault: number) => {
  const advice = `write a whole number from ${least} to ${most}`;
  return z.coerce.number(advice).int(advice).min(least, advice).max(most, advice).default(byDefault);
};

const size = (byDefault: string) =>
  z
    .string()
    .default(byDefault)
    .transform((text, context) => {
      const bytes = parseSize(text);
      if (bytes === undefined) context.addIssue('write a size such as 500MB or 2GB');
      return bytes ?? 0;
    });

const count = (byDefault: number) => wholeNumber(1, 1_000_000_000, byDefault);

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );

const clamdUrl = z.string().transform((text, context) => {
  const address = parseClamdUrl(text);
  if (!address) context.addIssue('write tcp://host:port or unix:/path');
  return address ?? z.NEVER;
});

/** The settings of one bucket; `toBuckets` checks that they belong together. */
const bucketName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'write a bucket name: small letters, digits, dots and dashes');
const encryption = z.enum(['none', 'AES256', 'aws:kms']).default('none');
const httpAddress = z.url({ protocol: /^https?$/ }).optional();
const word = z.string().regex(/^\S+$/, 'write it without spaces').optional();
const recipient = z
  .string()
  .regex(/^age1[a-z0-9]+$/, 'write an age recipient, age1…, never the identity that opens what is sealed for it')
  .optional();

const path = z.string().startsWith('/', 'write an absolute path').optional();
const keyName = z
  .string()
  .regex(/^[\w.-]+$/, 'write the name of a transit key')
  .optional();

const secretOf = (characters: number) =>
  z.string().min(characters, `write at least ${characters} characters`).optional();
const address = (protocol: RegExp, example: string) =>
  z.url({ protocol, message: `write an address such as ${example}` }).optional();

export const settings = {
  SENIM_ENV: setting(
    z.enum(['development', 'production']).default('development'),
    '`production` is strict: it takes no generated secrets and no open origins',
  ),
  PORT: setting(wholeNumber(0, 65_535, 3000), 'Where the server listens; 0 picks a free port'),
  SENIM_HOST: setting(
    z.string().default('127.0.0.1'),
    'The address it listens on; `0.0.0.0` behind a reverse proxy in a container',
  ),
  SENIM_DATA_DIR: setting(z.string().default('./data'), 'Keys, files and the embedded database'),
  DATABASE_URL: setting(
    address(/^postgres(ql)?$/, 'postgresql://user:password@host:5432/name'),
    'A PostgreSQL 15 or newer; without it an embedded one is started',
    true,
  ),
  REDIS_URL: setting(
    address(/^rediss?$/, 'redis://host:6379'),
    'A Redis 6.2 or newer; needed as soon as there are two nodes',
    true,
  ),
  CLAMD_URL: setting(
    clamdUrl.optional(),
    'A clamd that scans every upload: `tcp://host:3310` or `unix:/path`; without it nothing is scanned for malware',
  ),
  S3_ENDPOINT: setting(
    httpAddress,
    'An S3 server for attachments, e.g. `https://s3.example.kz`; without it they lie in a folder. Set all five or none',
  ),
  S3_REGION: setting(word, 'Its region'),
  S3_ACCESS_KEY_ID: setting(word, 'Its credentials'),
  S3_SECRET_ACCESS_KEY: setting(word, 'Its credentials', true),
  S3_BUCKET: setting(bucketName.optional(), 'The bucket for attachments; `npm run provision-buckets` makes it'),
  S3_SERVER_SIDE_ENCRYPTION: setting(
    encryption,
    'What the S3 server is asked to encrypt with, on top of Senim’s own sealing: `none`, `AES256` or `aws:kms`; a server that does not is refused',
  ),
  S3_SSE_KMS_KEY_ID: setting(word, 'The key to ask for with `aws:kms`'),
  VAULT_S3_ENDPOINT: setting(
    httpAddress,
    'An S3 server for identity documents; without it they lie in a folder. Other credentials and another bucket than above',
  ),
  VAULT_S3_REGION: setting(word, 'Its region'),
  VAULT_S3_ACCESS_KEY_ID: setting(word, 'Its credentials'),
  VAULT_S3_SECRET_ACCESS_KEY: setting(word, 'Its credentials', true),
  VAULT_S3_BUCKET: setting(bucketName.optional(), 'The bucket for identity documents'),
  VAULT_S3_SERVER_SIDE_ENCRYPTION: setting(encryption, 'As above, for identity documents'),
  VAULT_S3_SSE_KMS_KEY_ID: setting(word, 'As above, for identity documents'),
  SENIM_KEY_PROVIDER: setting(
    z.enum(['file', 'aws-kms', 'transit']).default('file'),
    'Where the keys that wrap all others are kept: in files of the data folder, in AWS KMS, or in the transit engine of HashiCorp Vault or OpenBao; `npm run keys:rotate` moves everything there',
  ),
  SENIM_KMS_REGION: setting(word, 'The region of AWS KMS'),
  SENIM_KMS_ENDPOINT: setting(httpAddress, 'Another address of AWS KMS, such as that of a private link'),
  SENIM_KMS_CREDENTIALS_FILE: setting(
    path,
    'A file in the format of `~/.aws/credentials`, closed to others; without it the machine’s role is used',
  ),
  SENIM_KMS_KEY: setting(
    word,
    'The id, ARN or alias of a symmetric key that the server may `kms:Encrypt` and `kms:Decrypt` with',
  ),
  SENIM_VAULT_KMS_CREDENTIALS_FILE: setting(path, 'Other credentials for the key of identity documents'),
  SENIM_VAULT_KMS_KEY: setting(word, 'Another key, for identity documents'),
  SENIM_TRANSIT_ADDRESS: setting(httpAddress, 'A HashiCorp Vault or OpenBao, e.g. `https://vault.example.kz:8200`'),
  SENIM_TRANSIT_MOUNT: setting(
    z
      .string()
      .regex(/^[\w-]+(\/[\w-]+)*$/, 'write a path such as transit')
      .default('transit'),
    'Where its transit engine is mounted',
  ),
  SENIM_TRANSIT_TOKEN_FILE: setting(
    path,
    'A file with a token whose policy allows `update` on `encrypt`, `decrypt` and `rewrap` of the key; read at each use, so that an agent may renew it',
  ),
  SENIM_TRANSIT_KEY: setting(keyName, 'A key made with `derived=true`'),
  SENIM_VAULT_TRANSIT_TOKEN_FILE: setting(
    path,
    'The same for identity documents, with a token that opens nothing else',
  ),
  SENIM_VAULT_TRANSIT_KEY: setting(keyName, 'Another key, for identity documents'),
  SENIM_RECOVERY_RECIPIENT: setting(
    recipient,
    'An age recipient, `age1…`, whose identity is kept offline: it opens attachments when every key of the server is lost',
  ),
  SENIM_VAULT_RECOVERY_RECIPIENT: setting(
    recipient,
    'The same for identity documents; must be another one, and need not be set',
  ),
  SENIM_AUTH_SECRET: setting(
    secretOf(32),
    'HS256 key, at least 32 characters, with which your site’s back end signs its users’ tokens',
    true,
  ),
  SENIM_ADMIN_EMAIL: setting(z.email().default('admin@senim.local'), 'The first administrator'),
  SENIM_ADMIN_PASSWORD: setting(
    secretOf(12),
    'Generated when absent, and printed at each start until somebody signs in with it',
    true,
  ),
  SENIM_ALLOWED_ORIGINS: setting(
    list,
    'Sites that may embed the widget, separated by commas, e.g. `https://shop.example`; in development any site may',
  ),
  SENIM_COMPANY_NAME: setting(
    z.string().default('Senim Demo LLP'),
    'Named in the privacy policy as the one who is responsible',
  ),
  SENIM_PRIVACY_CONTACT: setting(
    z.string().default('privacy@example.kz'),
    'Named in the privacy policy as the place to ask',
  ),
  SENIM_RETENTION_MESSAGE: setting(term('3y'), 'How long a message is kept'),
  SENIM_RETENTION_PHOTO: setting(term('1y'), 'How long a photo is kept'),
  SENIM_RETENTION_VOICE: setting(term('1y'), 'How long a voice message is kept'),
  SENIM_RETENTION_FILE: setting(term('1y'), 'How long a file is kept'),
  SENIM_RETENTION_IDENTITY_DOCUMENT: setting(term('30d'), 'How long an identity document is kept in the vault'),
  SENIM_RETENTION_UNLINKED: setting(term('1d'), 'How long an upload is kept that no message links'),
  SENIM_RETENTION_INTERVAL: setting(interval('1h'), 'How often what is due is destroyed'),
  SENIM_LOOK_TIME: setting(duration('5m', '1h'), 'How long a look at an identity document stays open'),
  SENIM_LOOK_SECOND_PERSON: setting(
    z.enum(['on', 'off']).default('off'),
    'Whether a second verifier has to approve each look at an identity document',
  ),
  SENIM_VERIFICATION_FOUR_EYES: setting(
    z.enum(['on', 'off']).default('on'),
    'Whether the rejection of an identity document counts, and is told, only once a second verifier has rejected it as well; `off` where there is one verifier',
  ),
  SENIM_QUOTA_PERSON_BYTES: setting(size('1GB'), 'How much one person may upload within a day'),
  SENIM_QUOTA_PERSON_FILES: setting(count(500), 'How many files one person may upload within a day'),
  SENIM_QUOTA_CONVERSATION_BYTES: setting(size('2GB'), 'How much may be uploaded into one conversation within a day'),
  SENIM_QUOTA_CONVERSATION_FILES: setting(count(1_000), 'How many files one conversation may take within a day'),
  SENIM_UPLOADS_PER_PERSON: setting(count(20), 'How many uploads one person may have under way at once'),
  SENIM_UPLOAD_EXPIRY: setting(interval('1h'), 'How long a resumable upload waits for its next bytes'),
  SENIM_SPOOL_BYTES: setting(size('10GB'), 'How much may lie in quarantine at once, on each node'),
  SENIM_HEADS_INTERVAL: setting(interval('5s'), 'How often clients are told where active conversations stand'),
  SENIM_RATE_LIMITS: setting(
    z.enum(['on', 'off']).default('on'),
    '`off` is honoured in development only, for benchmarks',
  ),
  SENIM_FFMPEG: setting(
    z
      .string()
      .regex(/^(auto|off|\/.+)$/, 'write auto, off, or the absolute path of ffmpeg')
      .default('auto'),
    'Encodes voice messages anew, in a sandbox: `auto` uses ffmpeg when the system has it, `off` never, a path names another one; without it they are remuxed',
  ),
  SENIM_DOCUMENT_FILTER: setting(
    z.enum(['on', 'off']).default('on'),
    'Stops identity documents in ordinary chat and offers the vault’s door: a safety net, which misses some; `off` looks for none',
  ),
  SENIM_LOG_LEVEL: setting(z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'), 'How much is logged'),
} as const;

export type SettingName = keyof typeof settings;
export type SettingValues = { readonly [Name in SettingName]: z.output<(typeof settings)[Name]['schema']> };
