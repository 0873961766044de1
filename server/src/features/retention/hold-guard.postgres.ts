/** Keeps destroying and the placing of holds apart: a hold that is placed has nothing destroyed behind its back. */
import { type Kysely, sql } from 'kysely';
import type pg from 'pg';
import type { Tables } from '#platform/postgres/tables.postgres';

/** Any constant will do; it only has to be the same on all nodes. */
const LOCK_KEY = 7_365_013;

const inTransaction = async <Result>(
  pool: pg.Pool,
  opening: string,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> => {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(`begin; ${opening}`);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    client.release(broken);
  }
};

/**
 * Many may destroy at once. What `work` reads shows every hold that was placed before, and none is placed until it is done.
 * A crash may lose the last commits, which are made good by the next run: nobody waits for the disk here, and the audit
 * entry about the run, which is synced, follows all of them.
 */
export const whileNoHoldIsPlaced = <Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> =>
  inTransaction(
    pool,
    `set local synchronous_commit = off; set local idle_in_transaction_session_timeout = '10min';
     select pg_advisory_xact_lock_shared(${LOCK_KEY})`,
    work,
  );

/** For a transaction that destroys on its own, to be taken first: no hold is placed until it ends. */
export const keepHoldsOut = async (query: Kysely<Tables>): Promise<void> => {
  await sql`select pg_advisory_xact_lock_shared(${sql.lit(LOCK_KEY)})`.execute(query);
};

/** Within such a transaction. */
export const isHeld = async (query: Kysely<Tables>, conversationId: string): Promise<boolean> => {
  const hold = await query
    .selectFrom('hold')
    .select('id')
    .where('conversation_id', '=', conversationId)
    .where('released_at', 'is', null)
    .executeTakeFirst();
  return hold !== undefined;
};

/** Waits for the batches under way, each of which is short; new ones wait meanwhile. */
export const whileNothingIsDestroyed = <Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> => inTransaction(pool, `select pg_advisory_xact_lock(${LOCK_KEY})`, work);

/** For a query over rows that name their conversation: none of them is held. */
export const isNotHeld = (row: string): string =>
  `not exists (select 1 from hold h where h.conversation_id = ${row}.conversation_id and h.released_at is null offset 0)`;
