/** The two stores of files, each in a folder or a bucket of its own. */
import { join } from 'node:path';
import type { Config } from '#config/config';
import type { Part } from '#features/health/readiness';
import type { Logger } from '#kernel/logger';
import { s3Client } from '#platform/s3/client.s3';
import { openFolderStore } from '#platform/stores/content-store.fs';
import { openBucketStore } from '#platform/stores/content-store.s3';
import { openGatedStore } from '#platform/stores/gated-store';
import type { ObjectStore } from '#platform/stores/object-store';
import { verifyBucket } from '#platform/stores/verify-bucket.s3';

export type StoreName = 'attachments' | 'vault';

export interface NamedStore {
  readonly name: StoreName;
  readonly kind: 'folder' | 's3';
  readonly store: ObjectStore;
}

export type Stores = Readonly<Record<StoreName, NamedStore>>;

export interface StoresDeps {
  readonly config: Pick<Config, 'dataFolder' | 'buckets'>;
  readonly logger: Logger;
  /** What marks each store as this installation's. */
  readonly owners: Readonly<Record<StoreName, Buffer>>;
}

const other = { attachments: 'vault', vault: 'attachments' } as const;

const openStore = async (name: StoreName, deps: StoresDeps, stack: AsyncDisposableStack): Promise<NamedStore> => {
  const { config, logger, owners } = deps;
  const options = config.buckets[name];
  if (!options) return { name, kind: 'folder', store: await openFolderStore(join(config.dataFolder, name)) };
  const client = stack.adopt(s3Client(options), (open) => open.destroy());
  const foreign = config.buckets[other[name]];
  const { accessKeyId, secretAccessKey } = foreign ?? options;
  const stranger = foreign && stack.adopt(s3Client({ ...options, accessKeyId, secretAccessKey }), (s3) => s3.destroy());
  const owner = `senim ${name} ${owners[name].toString('hex')}\n`;
  const store = await openGatedStore({
    name,
    store: openBucketStore(client, options),
    verify: () => verifyBucket({ client, options, owner, stranger }),
    logger,
  });
  return { name, kind: 's3', store };
};

/** Throws a Fault when a bucket must not be used; one that cannot be reached is verified later. */
export const buildStores = async (deps: StoresDeps, stack: AsyncDisposableStack): Promise<Stores> => {
  const [attachments, vault] = await Promise.all([
    openStore('attachments', deps, stack),
    openStore('vault', deps, stack),
  ]);
  return { attachments, vault };
};

/** Text goes on without them. */
export const storeHealthParts = (stores: Stores): Part[] =>
  Object.values(stores).map(({ name, kind, store }) => ({
    name: `${name}-store`,
    kind,
    check: () => store.check(),
    isRequired: false,
  }));
