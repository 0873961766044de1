/** Retention with its real stores, and its schedule. */
import { createRetention } from '#features/retention/index';
import { postgresRetentionStorage } from '#features/retention/retention-storage.postgres';
import type { Files } from './build-attachments.ts';
import type { People } from './build-people.ts';
import type { Platform } from './build-platform.ts';

export const buildRetention = (platform: Platform, { audit }: People, files: Files, stack: AsyncDisposableStack) => {
  const { config, database, dataKeys, clock, logger } = platform;
  const retention = createRetention({
    storage: postgresRetentionStorage(database.pool),
    attachments: files.attachments,
    vault: files.vault,
    dataKeys,
    audit,
    clock,
    logger,
    terms: config.retention,
  });
  stack.use(retention.startSchedule(config.retentionIntervalSeconds));
  return retention;
};
