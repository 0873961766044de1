/** Opens what the server stands on: keys, the database, Redis, the stores of files. Everything goes onto the stack that closes it again. */
import { createSecretKey } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '#config/config';
import { systemClock } from '#kernel/clock';
import type { Logger } from '#kernel/logger';
import { dataKeysInPostgres } from '#platform/keys/data-keys.postgres';
import { openKeyFolder } from '#platform/keys/key-folder.fs';
import { openServerSecrets } from '#platform/keys/server-secrets.fs';
import { openDatabase } from '#platform/postgres/database.postgres';
import { startEmbeddedPostgres } from '#platform/postgres/embedded/embedded.process';
import { migrate } from '#platform/postgres/migrate.postgres';
import { connectRedis } from '#platform/redis/connection.redis';
import { buildKeyRings } from './build-keys.ts';
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
  const [secrets, password] = await Promise.all([openServerSecrets(keyFolder), keyFolder.secret('postgres')]);
  const connectionString = await databaseUrl(config, password, stack);
  const onIdleError = (error: Error) => logger.warn({ error }, 'an idle database connection broke');
  const database = stack.use(openDatabase({ connectionString, poolSize: POOL_SIZE, onIdleError }));
  const applied = await migrate(database.pool);
  if (applied.length > 0) logger.info({ applied }, 'the database is up to date');

  const redis = config.redisUrl
    ? stack.use(
        await connectRedis(config.redisUrl, {
          onLost: (error) => logger.warn({ error }, 'redis is not reachable: the chat goes on, node by node'),
          onBack: () => logger.info({}, 'redis is reachable again'),
        }),
      )
    : undefined;
  const owners = { attachments: secrets['attachments-owner'], vault: secrets['vault-owner'] };
  const stores = await buildStores({ config, logger, owners }, stack);
  const keyRings = await buildKeyRings({ config, logger, database, folder: keyFolder }, stack);
  return {
    config,
    logger,
    clock: systemClock,
    database,
    redis,
    stores,
    keyRings,
    dataKeys: dataKeysInPostgres({ database, keyRing: keyRings.master, clock: systemClock }),
    markKey: secrets['upload-marks'],
    indexKey: secrets['blind-index'],
    linkKey: createSecretKey(secrets['attachment-links']),
    tokenKeys: {
      own: secrets.tokens,
      users: config.authSecret === undefined ? undefined : Buffer.from(config.authSecret),
    },
  };
};

export type Platform = Awaited<ReturnType<typeof buildPlatform>>;
