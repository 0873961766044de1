/** The holds in PostgreSQL. */
import type pg from 'pg';
import { whileNothingIsDestroyed } from './hold-guard.postgres.ts';
import type { Hold, HoldRepository } from './hold-repository.ts';

interface Row {
  id: string;
  conversation_id: string;
  placed_by: string;
  placed_at: Date;
  released_at: Date | null;
}

const COLUMNS = 'id, conversation_id, placed_by, placed_at, released_at';

const fromRow = (row: Row | undefined): Hold | undefined =>
  row && {
    id: row.id,
    conversationId: row.conversation_id,
    placedBy: row.placed_by,
    placedAt: row.placed_at,
    releasedAt: row.released_at ?? undefined,
  };

export const postgresHoldRepository = (pool: pg.Pool): HoldRepository => ({
  place: (hold) =>
    whileNothingIsDestroyed(pool, async (client) => {
      const { rows } = await client.query<Row>(
        `insert into hold (id, conversation_id, reason_sealed, reason_key_id, placed_by)
         select $1, c.id, $3, $4, $5 from conversation c where c.id = $2 returning ${COLUMNS}`,
        [hold.id, hold.conversationId, hold.reasonSealed, hold.reasonKeyId, hold.placedBy],
      );
      return fromRow(rows[0]);
    }),
  find: async (id) => fromRow((await pool.query<Row>(`select ${COLUMNS} from hold where id = $1`, [id])).rows[0]),
  release: async (id, releasedBy) => {
    const { rows } = await pool.query<Row>(
      `update hold set released_at = coalesce(released_at, now()), released_by = coalesce(released_by, $2)
       where id = $1 returning ${COLUMNS}`,
      [id, releasedBy],
    );
    return fromRow(rows[0]);
  },
});
