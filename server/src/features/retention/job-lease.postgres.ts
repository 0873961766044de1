/** Leases of background jobs in PostgreSQL, by the database's clock. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { JobLeases } from './job-lease.ts';

const SECONDS = `* interval '1 second'`;

export const postgresJobLeases = (pool: pg.Pool): JobLeases => ({
  take: async (name, intervalSeconds, leaseSeconds) => {
    const leaseId = randomUUID();
    const { rowCount } = await pool.query(
      `insert into background_job as j (name, lease_id, leased_until) values ($1, $2, clock_timestamp() + $4::float8 ${SECONDS})
       on conflict (name) do update set lease_id = excluded.lease_id, leased_until = excluded.leased_until
       where j.leased_until < clock_timestamp() and j.finished_at <= clock_timestamp() - $3::float8 ${SECONDS}`,
      [name, leaseId, intervalSeconds, leaseSeconds],
    );
    if (rowCount === 0) return undefined;
    const change = async (assignments: string, ...values: number[]): Promise<boolean> => {
      const own = `update background_job set ${assignments} where name = $1 and lease_id = $2`;
      return (await pool.query(own, [name, leaseId, ...values])).rowCount === 1;
    };
    return {
      renew: () => change(`leased_until = clock_timestamp() + $3::float8 ${SECONDS}`, leaseSeconds),
      finish: async () => {
        await change(`leased_until = '-infinity', finished_at = clock_timestamp()`);
      },
      giveUp: async () => {
        await change(`leased_until = '-infinity'`);
      },
    };
  },
});
