/** Where keys are kept: settings that belong together, and that keep the vault apart. */
import { expect } from 'chai';
import { toKeyOptions } from '../../../../server/src/config/key-settings.ts';
import { readSettings } from '../../../../server/src/config/read-env.ts';

const KMS = { SENIM_KMS_REGION: 'eu-central-1', SENIM_KMS_KEY: 'alias/chat', SENIM_VAULT_KMS_KEY: 'alias/vault' };
const TRANSIT = {
  SENIM_TRANSIT_ADDRESS: 'https://vault.example.kz:8200',
  SENIM_TRANSIT_TOKEN_FILE: '/run/secrets/chat-token',
  SENIM_TRANSIT_KEY: 'chat',
  SENIM_VAULT_TRANSIT_TOKEN_FILE: '/run/secrets/vault-token',
  SENIM_VAULT_TRANSIT_KEY: 'vault',
};

const optionsOf = (environment: Record<string, string>) => toKeyOptions(readSettings(environment));
const complaint = (environment: Record<string, string>): string => {
  try {
    optionsOf(environment);
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('the settings of keys', () => {
  it('keep keys in files when nothing is said', () => {
    expect(optionsOf({})).to.deep.equal({
      provider: 'file',
      master: { kms: undefined, transit: undefined },
      vault: { kms: undefined, transit: undefined },
    });
  });

  it('give each ring a key of its own, and with transit a token of its own', () => {
    const { provider, master, vault } = optionsOf({ SENIM_KEY_PROVIDER: 'transit', ...KMS, ...TRANSIT });

    expect([provider, master.kms?.key, vault.kms?.key]).to.deep.equal(['transit', 'alias/chat', 'alias/vault']);
    expect([master.transit?.tokenFile, vault.transit?.tokenFile]).to.deep.equal([
      TRANSIT.SENIM_TRANSIT_TOKEN_FILE,
      TRANSIT.SENIM_VAULT_TRANSIT_TOKEN_FILE,
    ]);
  });

  it('are refused when something is missing, shared, or would travel in the open', () => {
    expect(complaint({ SENIM_KEY_PROVIDER: 'aws-kms' })).to.match(/needs SENIM_KMS_REGION/);
    expect(complaint({ SENIM_KEY_PROVIDER: 'transit' })).to.match(/needs SENIM_TRANSIT_ADDRESS/);
    expect(complaint({ SENIM_KMS_REGION: 'eu-central-1' })).to.match(/also set SENIM_KMS_KEY, SENIM_VAULT_KMS_KEY/);
    expect(complaint({ ...KMS, SENIM_VAULT_KMS_KEY: KMS.SENIM_KMS_KEY })).to.match(/must be another key/);
    expect(complaint({ ...TRANSIT, SENIM_VAULT_TRANSIT_KEY: 'chat' })).to.match(/must be another key/);
    expect(
      complaint({ ...TRANSIT, SENIM_VAULT_TRANSIT_TOKEN_FILE: TRANSIT.SENIM_TRANSIT_TOKEN_FILE }),
      'one token for both',
    ).to.match(/must be another file/);
    const open = { ...TRANSIT, SENIM_TRANSIT_ADDRESS: 'http://vault.example.kz', SENIM_ENV: 'production' };
    expect(complaint(open)).to.match(/must be https/);
    expect(complaint({ ...TRANSIT, SENIM_TRANSIT_TOKEN_FILE: 'token' })).to.match(/write an absolute path/);
  });
});
