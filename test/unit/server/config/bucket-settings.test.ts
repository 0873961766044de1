/** The settings of the buckets: whole groups, safe addresses, and a vault that shares nothing. */
import { expect } from 'chai';
import { type Config, toConfig } from '../../../../server/src/config/config.ts';
import { readSettings } from '../../../../server/src/config/read-env.ts';

const group = (prefix: string, name: string, endpoint = 'https://s3.example.kz'): Record<string, string> => ({
  [`${prefix}ENDPOINT`]: endpoint,
  [`${prefix}REGION`]: 'kz-1',
  [`${prefix}ACCESS_KEY_ID`]: `${name}-key`,
  [`${prefix}SECRET_ACCESS_KEY`]: `${name}-secret`,
  [`${prefix}BUCKET`]: `${name}-bucket`,
});
const chat = group('S3_', 'chat');
const vault = group('VAULT_S3_', 'vault');
const PRODUCTION = { SENIM_ENV: 'production', SENIM_ADMIN_PASSWORD: 'a-long-enough-password' };
const read = (environment: Record<string, string>): Config => toConfig(readSettings(environment));

describe('the settings of the buckets', () => {
  it('may be absent, or name one bucket or two', () => {
    expect(read({}).buckets).to.deep.equal({ attachments: undefined, vault: undefined });
    expect(read(vault).buckets.attachments).to.equal(undefined);
    expect(read({ ...chat, ...vault }).buckets).to.deep.equal({
      attachments: {
        endpoint: 'https://s3.example.kz',
        region: 'kz-1',
        accessKeyId: 'chat-key',
        secretAccessKey: 'chat-secret',
        bucket: 'chat-bucket',
        encryption: undefined,
      },
      vault: {
        endpoint: 'https://s3.example.kz',
        region: 'kz-1',
        accessKeyId: 'vault-key',
        secretAccessKey: 'vault-secret',
        bucket: 'vault-bucket',
        encryption: undefined,
      },
    });
  });

  for (const name of Object.keys({ ...chat, ...vault })) {
    it(`are refused when only ${name} is missing`, () => {
      const { [name]: _, ...rest } = { ...chat, ...vault };

      expect(() => read(rest)).to.throw(new RegExp(`set in part: also set ${name},`));
    });
  }

  for (const [what, change] of Object.entries({
    'the access key': { VAULT_S3_ACCESS_KEY_ID: 'chat-key' },
    'the secret': { VAULT_S3_SECRET_ACCESS_KEY: 'chat-secret' },
    'the bucket': { VAULT_S3_BUCKET: 'chat-bucket' },
  })) {
    it(`are refused when the vault shares ${what}`, () => {
      expect(() => read({ ...chat, ...vault, ...change })).to.throw(/other credentials and another bucket/);
    });
  }

  it('take plain http to another machine in development only', () => {
    const plain = { ...chat, S3_ENDPOINT: 'http://s3.example.kz:9000' };

    expect(read(plain).buckets.attachments?.endpoint).to.equal('http://s3.example.kz:9000');
    expect(() => read({ ...plain, ...PRODUCTION })).to.throw(/S3_ENDPOINT must be https/);
    for (const near of ['http://localhost:9000', 'http://127.0.0.1:9000', 'http://[::1]:9000', 'https://s3.kz']) {
      expect(read({ ...chat, ...PRODUCTION, S3_ENDPOINT: near }).buckets.attachments?.endpoint).to.equal(near);
    }
  });

  it('take no address with a path, a query or credentials, and no odd bucket', () => {
    for (const endpoint of ['https://s3.kz/files', 'https://s3.kz/?x=1', 'https://a:b@s3.kz']) {
      expect(() => read({ ...chat, S3_ENDPOINT: endpoint }), endpoint).to.throw(/without path and credentials/);
    }
    expect(() => read({ ...chat, S3_ENDPOINT: 'ftp://s3.kz' })).to.throw(/S3_ENDPOINT: /);
    expect(() => read({ ...chat, S3_BUCKET: 'Chat/../vault' })).to.throw(/S3_BUCKET: write a bucket name/);
  });

  it('ask for encryption on the server, with a key only where there can be one', () => {
    const asked = read({ ...chat, S3_SERVER_SIDE_ENCRYPTION: 'aws:kms', S3_SSE_KMS_KEY_ID: 'key-1' });

    expect(asked.buckets.attachments?.encryption).to.deep.equal({ algorithm: 'aws:kms', keyId: 'key-1' });
    expect(() => read({ ...chat, S3_SSE_KMS_KEY_ID: 'key-1' })).to.throw(/needs S3_SERVER_SIDE_ENCRYPTION=aws:kms/);
    expect(() => read({ S3_SERVER_SIDE_ENCRYPTION: 'AES256' })).to.throw(/set in part/);
    expect(() => read({ ...chat, S3_SERVER_SIDE_ENCRYPTION: 'yes' })).to.throw(/S3_SERVER_SIDE_ENCRYPTION: /);
  });
});

describe('the recovery recipients', () => {
  it('are one for attachments and another for the vault, each or none', () => {
    const [one, other] = ['age1one', 'age1other'];

    expect(read({ SENIM_RECOVERY_RECIPIENT: one }).recoveryRecipients).to.deep.equal({
      attachments: one,
      vault: undefined,
    });
    expect(
      read({ SENIM_RECOVERY_RECIPIENT: one, SENIM_VAULT_RECOVERY_RECIPIENT: other }).recoveryRecipients.vault,
    ).to.equal(other);
    expect(() => read({ SENIM_RECOVERY_RECIPIENT: one, SENIM_VAULT_RECOVERY_RECIPIENT: one })).to.throw(/must differ/);
  });

  it('are never the identity that opens', () => {
    expect(() => read({ SENIM_RECOVERY_RECIPIENT: 'AGE-SECRET-KEY-1QQQ' })).to.throw(/never the identity/);
  });
});
