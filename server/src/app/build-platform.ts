/** Opens what the server stands on: keys, the database, Redis, the stores of files. Everything goes onto the stack that closes it again. */
import { createSecretKey } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '#config/config';
import { systemClock } from '#kernel/clock';
import type { Logger } from '#kernel/logger';
import { dataKeysInPostgres } from '#platform/keys/data-keys.postgres';
import { deriveKey } from '#platform/keys/derive-key';
import { openKeyFolder } from '#platform/keys/key-folder.fs';
import { localKeyRing } from '#platform/keys/local-key-ring';
import { openDatabase } from '#platform/postgres/database.postgres';
import { startEmbeddedPostgres } from '#platform/postgres/embedded/embedded.process';
import { migrate } from '#platform/postgres/migrate.postgres';
import { connectRedis } from '#platform/redis/connection.redis';
import { buildStores } from './build-stores.ts';
import { openDataFolder } from './data-folder.fs.ts';

const POOL_SIZE = 20;

const databaseUrl = async (config: Config, password: Buffer, stack: AsyncDisposableStack): Promise<string> => {
  if (config.databaseUrl) return config.databaseUrl;
  const folder = join(config.dataFolder, 'postgres');
  const embedded = stack.use(await startEmbeddedPostgres({ folder, password: password.toString('base64url') }));
  return embedded.connectionString;
};

export const buildPlatform = async (config: Config, logger: Logger, stack: AsyncDisposableStack) => {
  await openDataFolder(config.dataFolder);
  const keyFolder = await openKeyFolder(join(config.dataFolder, 'keys'));
  const [master, vault, password] = await Promise.all([
    keyFolder.secret('master'),
    keyFolder.secret('vault'),
    keyFolder.secret('postgres'),
  ]);
  const connectionString = await databaseUrl(config, password, stack);
  const onIdleError = (error: Error) => logger.warn({ error }, 'an idle database connection broke');
  const database = stack.use(openDatabase({ connectionString, poolSize: POOL_SIZE, onIdleError }));
  const applied = await migrate(database.pool);
  if (applied.length > 0) logger.info({ applied }, 'the database is up to date');

  const redis = config.redisUrl
    ? stack.use(connectRedis(config.redisUrl, (error) => logger.warn({ error }, 'redis is not reachable')))
    : undefined;
  const stores = await buildStores({ config, logger, secrets: { attachments: master, vault } }, stack);
  const keyRing = localKeyRing(deriveKey(master, 'wrapping'));
  return {
    config,
    logger,
    clock: systemClock,
    database,
    redis,
    stores,
    keyRing,
    vaultKeyRing: localKeyRing(deriveKey(vault, 'wrapping')),
    dataKeys: dataKeysInPostgres({ database, keyRing, clock: systemClock }),
    markKey: deriveKey(master, 'upload marks'),
    indexKey: deriveKey(master, 'blind index'),
    linkKey: createSecretKey(deriveKey(master, 'attachment links')),
    tokenKeys: {
      own: deriveKey(master, 'tokens'),
      users: config.authSecret === undefined ? undefined : Buffer.from(config.authSecret),
    },
  };
};

export type Platform = Awaited<ReturnType<typeof buildPlatform>>;
