/**
 * `npm run keys:rotate`: a new key-encryption key for each ring, and everything wrapped anew under it, while servers go on.
 * Run it again when it broke off: it goes on where it was.
 *
 *   --ring master|vault   one of the two rings only
 *   --retire              forgets former keys, once nothing is wrapped under them
 *
 * It reads the server's own settings. Exit code 0: done. 1: it could not; what it says tells what to do.
 */
import { parseArgs } from 'node:util';
import { rotateKeys } from '../server/src/app/rotate-keys.ts';
import { toConfig } from '../server/src/config/config.ts';
import { readSettings } from '../server/src/config/read-env.ts';
import { RINGS } from '../server/src/platform/keys/key-rings.postgres.ts';
import { openDatabase } from '../server/src/platform/postgres/database.postgres.ts';
import { createLogger } from '../server/src/platform/telemetry/logger.pino.ts';
import { embeddedDatabaseUrl } from './services/embedded-database.ts';

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { ring: { type: 'string' }, retire: { type: 'boolean', default: false } },
  });
  const rings = RINGS.filter((name) => values.ring === undefined || values.ring === name);
  if (rings.length === 0) throw new Error('write --ring master or --ring vault');
  const config = toConfig(readSettings(process.env));
  const connectionString = config.databaseUrl ?? (await embeddedDatabaseUrl(config.dataFolder));
  await using database = openDatabase({ connectionString, poolSize: 4, onIdleError: () => undefined });
  await rotateKeys({
    ...{ config, database, rings, logger: createLogger('silent') },
    isRetiring: values.retire,
    say: (sentence) => console.log(sentence),
  });
};

await main().catch((error: unknown) => {
  console.error(`the keys could not be rotated: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
