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

/**
 * Within a transaction. Who stores something under a key holds its row `for share` until that is committed: such keys are
 * skipped here, and those locked here are waited for there, and found gone. The second statement sees everything that was
 * committed before the locks were granted.
 */
export const destroyUnusedKeys = async (client: pg.ClientBase, ids: readonly string[]): Promise<string[]> => {
  if (ids.length === 0) return [];
  const { rows: locked } = await client.query<{ id: string }>(
    `select id from keys.data_key where id = any ($1) and scope = 'participant' order by id for update skip locked`,
    [ids],
  );
  if (locked.length === 0) return [];
  const { rows } = await client.query<{ id: string }>(
    `delete from keys.data_key k where k.id = any ($1) and ${SEALS_NOTHING} returning k.id`,
    [locked.map(({ id }) => id)],
  );
  return rows.map(({ id }) => id);
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
