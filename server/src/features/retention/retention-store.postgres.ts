/** Retention in PostgreSQL: small transactions that skip whatever somebody else has locked. */
import type pg from 'pg';
import { firstIdAt } from '#kernel/ids';
import { findDueFiles } from './due-files.postgres.ts';
import { isNotHeld, whileNoHoldIsPlaced } from './hold-guard.postgres.ts';
import type { DestroyedMessages, RetentionStore } from './retention-store.ts';
import { destroyUnusedKeys, findUnusedKeys } from './unused-keys.postgres.ts';

/** Ids are made by nodes' clocks, `created_at` by the database's, which alone decides; they may differ by this much. */
const CLOCK_MARGIN_MS = 60_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** The index on ids finds what may be due, in the order of time; deleting by place avoids a second search. */
const DESTROY_MESSAGES = `
  with gone as (
    delete from message where ctid = any (array(
      select m.ctid from message m
      where m.id > $1 and m.id < $2 and m.created_at < $3 and ${isNotHeld('m')}
        and (m.attachment_ids is null or not exists (
          select 1 from attachment a where a.id = any (m.attachment_ids) and a.status <> 'destroyed' offset 0))
      order by m.id limit $4 for update of m skip locked))
    returning id, key_id
  ), requests as (
    delete from document_request r using gone where r.id = gone.id
  )
  select count(*)::int as count, max(id::text) as last, array_agg(distinct key_id) as "keyIds" from gone`;

const destroyMessages = async (
  pool: pg.Pool,
  ...[before, after, limit]: Parameters<RetentionStore['destroyMessages']>
): Promise<DestroyedMessages> =>
  whileNoHoldIsPlaced(pool, async (client) => {
    const { rows } = await client.query<{ count: number; last: string | null; keyIds: string[] | null }>(
      DESTROY_MESSAGES,
      [after ?? FIRST_ID, firstIdAt(before.getTime() + CLOCK_MARGIN_MS), before, limit],
    );
    const { count = 0, last, keyIds } = rows[0] ?? {};
    return {
      count,
      next: count === limit ? (last ?? undefined) : undefined,
      keyIds: await destroyUnusedKeys(client, keyIds ?? []),
    };
  });

/** Found by their keys, of which only those are as old whose topics are due, or that are held. */
const DESTROY_TOPICS = `
  with due as (
    select c.id, c.topic_key_id from keys.data_key k join conversation c on c.id = k.conversation_id and c.topic_key_id = k.id
    where k.id < $1 and k.scope = 'participant' and c.last_activity_at < $2
      and not exists (select 1 from hold h where h.conversation_id = c.id and h.released_at is null offset 0)
    order by k.id limit $3 for update of c skip locked
  )
  update conversation c set topic_sealed = null, topic_key_id = null from due where c.id = due.id
  returning due.topic_key_id as "keyId"`;

export const postgresRetentionStore = (pool: pg.Pool): RetentionStore => ({
  now: async () => {
    const { rows } = await pool.query<{ now: Date }>('select clock_timestamp() as now');
    return (rows[0] as { now: Date }).now.getTime();
  },
  destroyMessages: (before, after, limit) => destroyMessages(pool, before, after, limit),
  destroyTopics: (before, limit) =>
    whileNoHoldIsPlaced(pool, async (client) => {
      const { rows } = await client.query<{ keyId: string | null }>(DESTROY_TOPICS, [
        ...[firstIdAt(before.getTime() + CLOCK_MARGIN_MS), before, limit],
      ]);
      return rows.map(({ keyId }) => keyId ?? undefined);
    }),
  withDueFiles: (scan, cutoffs, { after, limit }, use) =>
    whileNoHoldIsPlaced(pool, async (client) => {
      const files = await findDueFiles(client, { scan, cutoffs, after, limit });
      if (files.length > 0) await use(files);
      return files.length === limit ? files.at(-1)?.place : undefined;
    }),
  destroyUnusedKeys: (ids) => whileNoHoldIsPlaced(pool, (client) => destroyUnusedKeys(client, ids)),
  findUnusedKeys: (before, after, limit) =>
    findUnusedKeys(pool, { beforeId: firstIdAt(before.getTime()), afterId: after ?? FIRST_ID, limit }),
});
