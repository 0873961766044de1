/**
 * `npm run files:check`: compares the stores of files with the database, in both directions, while the server goes on.
 *
 *   --repair   removes objects that no row knows, and marks as destroyed what has lost its bytes (in the audit log: why)
 *   --bold     repairs even when a tenth of a store is missing
 *
 * It reads the server's own settings. Exit code 0: all is well, or was mended. 1: something was found. 2: it could not look.
 */
import { parseArgs } from 'node:util';
import { type CheckedStore, checkFiles } from '../server/src/app/check-files.ts';
import { toConfig } from '../server/src/config/config.ts';
import { readSettings } from '../server/src/config/read-env.ts';
import { openDatabase } from '../server/src/platform/postgres/database.postgres.ts';
import { createLogger } from '../server/src/platform/telemetry/logger.pino.ts';
import { embeddedDatabaseUrl } from './services/embedded-database.ts';

const { values } = parseArgs({
  options: { repair: { type: 'boolean', default: false }, bold: { type: 'boolean', default: false } },
});

const report = ({ name, expected, orphans, lost }: CheckedStore): void => {
  console.log(`${name}: ${expected} objects expected, ${orphans.length} without a row, ${lost.length} lost`);
  for (const id of orphans) console.log(`  without a row: ${id}`);
  for (const { id, ownerId, variant } of lost) console.log(`  lost: ${id} (${variant} of ${ownerId})`);
};

const main = async (): Promise<number> => {
  const config = toConfig(readSettings(process.env));
  const connectionString = config.databaseUrl ?? (await embeddedDatabaseUrl(config.dataFolder));
  await using database = openDatabase({ connectionString, poolSize: 2, onIdleError: () => undefined });
  const logger = createLogger('silent');
  const checked = await checkFiles({ config, database, logger, isRepair: values.repair, isBold: values.bold });
  for (const store of checked) report(store);
  const isWell = checked.every(({ orphans, lost }) => orphans.length + lost.length === 0);
  if (!isWell && values.repair) console.log('mended');
  return isWell || values.repair ? 0 : 1;
};

process.exitCode = await main().catch((error: unknown) => {
  console.error(`the files could not be checked: ${error instanceof Error ? error.message : String(error)}`);
  return 2;
});
