/** Everything retention keeps in PostgreSQL. */
import type pg from 'pg';
import { postgresHoldRepository } from './hold-repository.postgres.ts';
import { postgresJobLeases } from './job-lease.postgres.ts';
import type { RetentionStorage } from './retention.ts';
import { postgresRetentionStore } from './retention-store.postgres.ts';

export const postgresRetentionStorage = (pool: pg.Pool): RetentionStorage => ({
  store: postgresRetentionStore(pool),
  holds: postgresHoldRepository(pool),
  leases: postgresJobLeases(pool),
});
