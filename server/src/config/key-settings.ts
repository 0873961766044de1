/** Where the keys that wrap all others are kept: what belongs together is set together, and the vault shares no key. */
import { Fault } from '#kernel/fault';
import type { KeyOptions, KmsOptions, TransitOptions } from '#platform/keys/key-options';
import { isLoopback } from './bucket-settings.ts';
import type { SettingName, SettingValues } from './settings.ts';

const missingOf = (values: SettingValues, names: readonly SettingName[]): SettingName[] =>
  names.filter((name) => values[name] === undefined);

/** Set whole or not at all. */
const isGiven = (values: SettingValues, names: readonly SettingName[]): boolean => {
  const missing = missingOf(values, names);
  if (missing.length > 0 && missing.length < names.length) throw new Fault(`also set ${missing.join(', ')}`);
  return missing.length === 0;
};

const checkAddress = (values: SettingValues, name: 'SENIM_KMS_ENDPOINT' | 'SENIM_TRANSIT_ADDRESS'): void => {
  const address = values[name];
  if (address === undefined) return;
  const { protocol, hostname, pathname, search, username, password } = new URL(address);
  if (pathname !== '/' || search || username || password) {
    throw new Fault(`${name} is an address without path and credentials, such as https://vault.example.kz:8200`);
  }
  if (values.SENIM_ENV === 'production' && protocol === 'http:' && !isLoopback(hostname)) {
    throw new Fault(`in production ${name} must be https: keys travel to it`);
  }
};

const kmsOf = (values: SettingValues, key: string | undefined, credentialsFile: string | undefined) => {
  const { SENIM_KMS_REGION: region, SENIM_KMS_ENDPOINT: endpoint } = values;
  return { region: region ?? '', endpoint, credentialsFile, key: key ?? '' } satisfies KmsOptions;
};

const transitOf = (values: SettingValues, key: string | undefined, tokenFile: string | undefined) => {
  const { SENIM_TRANSIT_ADDRESS: address = '', SENIM_TRANSIT_MOUNT: mount } = values;
  return { address, mount, tokenFile: tokenFile ?? '', key: key ?? '' } satisfies TransitOptions;
};

/** Throws a Fault that names what to correct. */
export const toKeyOptions = (values: SettingValues): KeyOptions => {
  checkAddress(values, 'SENIM_KMS_ENDPOINT');
  checkAddress(values, 'SENIM_TRANSIT_ADDRESS');
  const hasKms = isGiven(values, ['SENIM_KMS_REGION', 'SENIM_KMS_KEY', 'SENIM_VAULT_KMS_KEY']);
  const hasTransit = isGiven(values, [
    'SENIM_TRANSIT_ADDRESS',
    'SENIM_TRANSIT_TOKEN_FILE',
    'SENIM_TRANSIT_KEY',
    'SENIM_VAULT_TRANSIT_TOKEN_FILE',
    'SENIM_VAULT_TRANSIT_KEY',
  ]);
  const provider = values.SENIM_KEY_PROVIDER;
  if (provider === 'aws-kms' && !hasKms)
    throw new Fault('SENIM_KEY_PROVIDER=aws-kms needs SENIM_KMS_REGION and its like');
  if (provider === 'transit' && !hasTransit) {
    throw new Fault('SENIM_KEY_PROVIDER=transit needs SENIM_TRANSIT_ADDRESS and its like');
  }
  if (hasKms && values.SENIM_KMS_KEY === values.SENIM_VAULT_KMS_KEY) {
    throw new Fault('SENIM_VAULT_KMS_KEY must be another key than SENIM_KMS_KEY: one must never open the other');
  }
  if (hasTransit && values.SENIM_TRANSIT_KEY === values.SENIM_VAULT_TRANSIT_KEY) {
    throw new Fault(
      'SENIM_VAULT_TRANSIT_KEY must be another key than SENIM_TRANSIT_KEY: one must never open the other',
    );
  }
  if (hasTransit && values.SENIM_TRANSIT_TOKEN_FILE === values.SENIM_VAULT_TRANSIT_TOKEN_FILE) {
    throw new Fault('SENIM_VAULT_TRANSIT_TOKEN_FILE must be another file than SENIM_TRANSIT_TOKEN_FILE');
  }
  const { SENIM_KMS_CREDENTIALS_FILE: file, SENIM_VAULT_KMS_CREDENTIALS_FILE: vaultFile = file } = values;
  return {
    provider,
    master: {
      kms: hasKms ? kmsOf(values, values.SENIM_KMS_KEY, file) : undefined,
      transit: hasTransit ? transitOf(values, values.SENIM_TRANSIT_KEY, values.SENIM_TRANSIT_TOKEN_FILE) : undefined,
    },
    vault: {
      kms: hasKms ? kmsOf(values, values.SENIM_VAULT_KMS_KEY, vaultFile) : undefined,
      transit: hasTransit
        ? transitOf(values, values.SENIM_VAULT_TRANSIT_KEY, values.SENIM_VAULT_TRANSIT_TOKEN_FILE)
        : undefined,
    },
  };
};
