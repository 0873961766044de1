/** Destroys participants' keys that seal nothing any more; safe while others store something under them. */
import type pg from 'pg';

/**
 * `offset 0` keeps each question a look-up by index: joined, they would read whole tables.
 * Only what is still sealed counts: a redacted message needs no key.
 */
const SEALS_NOTHING = `
  not exists (select 1 from message m
    where m.conversation_id = k.conversation_id and m.key_id = k.id and m.body_sealed is not null offset 0)
  and not exists (select 1 from attachment a
    where a.conversation_id = k.conversation_id and a.key_id = k.id and a.details_sealed is not null offset 0)
  and not exists (select 1 from conversation c
    where c.id = k.conversation_id and c.topic_key_id = k.id and c.topic_sealed is not null offset 0)
  and not exists (select 1 from hold h where h.reason_key_id = k.id offset 0)`;

/** @returns the ids that the statement answers. */
const idsOf = async (client: pg.ClientBase, sql: string, values: unknown[]): Promise<string[]> => {
  const { rows } = await client.query<{ id: string }>(sql, values);
  return rows.map(({ id }) => id);
};

/**
 * Within a transaction. Who appends a message holds its conversation's row; who seals anything else holds the key's row `for
 * share` (`data_key_must_exist`): rows that are held are skipped here, and for those locked here the others wait, and find
 * the key gone. The deleting statement sees everything that was committed before the locks were granted.
 */
export const destroyUnusedKeys = async (client: pg.ClientBase, ids: readonly string[]): Promise<string[]> => {
  if (ids.length === 0) return [];
  const conversations = await idsOf(
    client,
    `select id from conversation where id in (select k.conversation_id from keys.data_key k where k.id = any ($1))
     order by id for update skip locked`,
    [ids],
  );
  const locked = await idsOf(
    client,
    `select k.id from keys.data_key k
     where k.id = any ($1) and k.scope = 'participant'
       and (k.conversation_id = any ($2) or not exists (select 1 from conversation c where c.id = k.conversation_id offset 0))
     order by k.id for update of k skip locked`,
    [ids, conversations],
  );
  if (locked.length === 0) return [];
  return idsOf(client, `delete from keys.data_key k where k.id = any ($1) and ${SEALS_NOTHING} returning k.id`, [
    locked,
  ]);
};

/** One page of old keys, and those of them that seal nothing. Keys' ids are time-ordered. */
export const findUnusedKeys = async (
  pool: pg.Pool,
  page: { readonly beforeId: string; readonly afterId: string; readonly limit: number },
): Promise<{ ids: string[]; next: string | undefined }> => {
  const { rows } = await pool.query<{ id: string; unused: boolean }>(
    `select k.id, ${SEALS_NOTHING} as unused from keys.data_key k
     where k.id > $1 and k.id < $2 and k.scope = 'participant' order by k.id limit $3`,
    [page.afterId, page.beforeId, page.limit],
  );
  return {
    ids: rows.filter(({ unused }) => unused).map(({ id }) => id),
    next: rows.length === page.limit ? rows.at(-1)?.id : undefined,
  };
};
