/** The key rings and the providers that the settings name; files are always among them. */
import type { Config } from '#config/config';
import type { Logger } from '#kernel/logger';
import { fileKeys } from '#platform/keys/file-keys.fs';
import type { KeyFolder } from '#platform/keys/key-folder.fs';
import type { KeyProvider, RingName } from '#platform/keys/key-provider';
import { type KeyRings, openKeyRings } from '#platform/keys/key-rings.postgres';
import { kmsKeys } from '#platform/keys/kms-keys.kms';
import { transitKeys } from '#platform/keys/transit-keys.http';
import type { Database } from '#platform/postgres/database.postgres';

export type KeyProviders = Readonly<Record<RingName, readonly KeyProvider[]>>;

/** For each ring; the one that the settings choose comes first. */
export const buildKeyProviders = (
  { keys }: Pick<Config, 'keys'>,
  folder: KeyFolder,
  stack: AsyncDisposableStack,
): KeyProviders => {
  const files = fileKeys(folder);
  const providersOf = (ring: RingName): KeyProvider[] => {
    const { kms, transit } = keys[ring];
    const providers = [files, ...(kms ? [stack.use(kmsKeys(kms))] : []), ...(transit ? [transitKeys(transit)] : [])];
    return providers.sort((one, other) => Number(other.kind === keys.provider) - Number(one.kind === keys.provider));
  };
  return { master: providersOf('master'), vault: providersOf('vault') };
};

export const buildKeyRings = async (
  {
    config,
    logger,
    database,
    folder,
  }: { config: Pick<Config, 'keys'>; logger: Logger; database: Database; folder: KeyFolder },
  stack: AsyncDisposableStack,
): Promise<KeyRings> => {
  const providers = buildKeyProviders(config, folder, stack);
  return stack.use(await openKeyRings({ database, providers, logger }));
};
