/** What operators' commands share, which work beside running servers: the servers' keys, and their audit log. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { postgresAuditStore } from '#features/audit/audit-store.postgres';
import { type AuditLog, createAuditLog } from '#features/audit/index';
import { systemClock } from '#kernel/clock';
import { Fault } from '#kernel/fault';
import type { Logger } from '#kernel/logger';
import { type KeyFolder, openKeyFolder } from '#platform/keys/key-folder.fs';
import type { Database } from '#platform/postgres/database.postgres';

/** A server's keys hold the first; those of an earlier version the second. */
const SERVERS_KEYS = ['tokens.key', 'master.key'];

/** Throws a Fault when no server has ever started there: a command makes no keys of its own. */
export const openServersKeys = async (dataFolder: string): Promise<KeyFolder> => {
  const folder = join(dataFolder, 'keys');
  if (!SERVERS_KEYS.some((name) => existsSync(join(folder, name)))) {
    throw new Fault(`${folder} holds no keys; set SENIM_DATA_DIR`);
  }
  return openKeyFolder(folder);
};

/** The anchor is the servers' own affair: two writers would contradict each other. */
export const openServersAudit = (database: Database, logger: Logger): AuditLog & AsyncDisposable => {
  const anchor = { read: async () => undefined, write: async () => undefined };
  return createAuditLog({ store: postgresAuditStore(database.pool), anchor, clock: systemClock, logger });
};
