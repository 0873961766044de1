/** That, in SQL; all times are the database's. */
import { sql, type Transaction } from 'kysely';
import type { Database } from '#platform/postgres/database.postgres';
import type { Tables } from '#platform/postgres/tables.postgres';
import { forgetMarks, settlePlace } from '#platform/quotas/upload-places.postgres';
import { doomObjects, settleObjects } from '#platform/stores/object-ledger.postgres';
import { toRecord } from '../attachment-row.postgres.ts';
import type { HeldUploads } from './held-uploads.ts';

/** One that was tried more often keeps to its own times: the scanner may die of it. */
const MOST_WAKINGS = 3;

class Roll extends Error {}

const inMs = (milliseconds: number) =>
  sql<Date>`clock_timestamp() + ${milliseconds}::float8 * interval '1 millisecond'`;

/** Held, and this node's to settle or anybody's: whoever settles it first has done it. */
const isHeld = sql<boolean>`status = 'checking' and held_since is not null`;

/** First, as everywhere: whoever links an attachment holds the conversation and waits for the attachment. */
export const lockConversationOfHeld = async (transaction: Transaction<Tables>, id: string): Promise<void> => {
  await sql`
    select 1 from conversation c
    where c.id in (select a.conversation_id from attachment a where a.id = ${id} and a.held_since is not null)
    for update`.execute(transaction);
};

/** A client that was away finds the message changed, and reads it with what became of its attachment. */
export const noteChange = async (transaction: Transaction<Tables>, messageId: string | null): Promise<void> => {
  if (messageId === null) return;
  await sql`
    with changed as (
      update conversation c set revision = c.revision + 1, last_activity_at = clock_timestamp()
      from message m where m.id = ${messageId} and c.id = m.conversation_id returning c.id, c.revision
    )
    update message m set revision = changed.revision from changed
    where m.id = ${messageId} and m.conversation_id = changed.id`.execute(transaction);
};

export const heldUploadsInPostgres = ({ query }: Database): HeldUploads => ({
  hold: async ({ id, object, place, ...upload }, checkAfterMs) => {
    try {
      await query.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('attachment')
          .set({
            media_type: upload.mediaType,
            bytes: upload.bytes,
            details_sealed: upload.detailsSealed,
            key_id: upload.keyId,
            held_since: sql`clock_timestamp()`,
            check_after: inMs(checkAfterMs),
          })
          .where('id', '=', id)
          .where('status', '=', 'checking')
          .where('held_since', 'is', null)
          .executeTakeFirst();
        const isOurs = numUpdatedRows === 1n && (await settlePlace(transaction, id, place));
        if (!isOurs || !(await settleObjects(transaction, [object]))) throw new Roll();
      });
      return true;
    } catch (error) {
      if (error instanceof Roll) return false;
      throw error;
    }
  },

  take: async ({ leaseMs, giveUpAfterMs, onlyOverdue }) => {
    const overdue = sql<boolean>`held_since < ${inMs(-giveUpAfterMs)}`;
    const row = await query
      .updateTable('attachment as a')
      .set({ check_leased_until: inMs(leaseMs), checks: sql`checks + 1` })
      .where('a.id', '=', (inner) =>
        inner
          .selectFrom('attachment')
          .select('id')
          .where(isHeld)
          .where(sql<boolean>`(check_leased_until is null or check_leased_until < clock_timestamp())`)
          .where(onlyOverdue ? overdue : sql<boolean>`(check_after <= clock_timestamp() or ${overdue})`)
          .orderBy('check_after')
          .limit(1)
          .forUpdate()
          .skipLocked(),
      )
      .returningAll('a')
      .returning(sql<number>`extract(epoch from clock_timestamp() - a.held_since)::float8`.as('heldSeconds'))
      .executeTakeFirst();
    if (!row) return undefined;
    const known = await query
      .selectFrom('principal as p')
      .leftJoin('agent as g', 'g.principal_id', 'p.id')
      .leftJoin('conversation as c', (on) => on.on('c.id', '=', row.conversation_id))
      .select(['p.kind', 'g.roles', 'c.kind as conversationKind'])
      .where('p.id', '=', row.owner_id)
      .executeTakeFirstOrThrow();
    return {
      record: toRecord(row),
      owner: { id: row.owner_id, kind: known.kind, roles: known.roles ?? [] },
      conversationKind: known.conversationKind ?? undefined,
      heldMs: row.heldSeconds * 1_000,
    };
  },

  extend: async (id, leaseMs) => {
    await query
      .updateTable('attachment')
      .set({ check_leased_until: inMs(leaseMs) })
      .where('id', '=', id)
      .where(isHeld)
      .execute();
  },

  putBack: async (id, checkAfterMs) => {
    await query
      .updateTable('attachment')
      .set({ check_after: inMs(checkAfterMs), check_leased_until: null })
      .where('id', '=', id)
      .where(isHeld)
      .execute();
  },

  wake: async () => {
    await query
      .updateTable('attachment')
      .set({ check_after: sql`clock_timestamp()` })
      .where(isHeld)
      .where('checks', '<', MOST_WAKINGS)
      .where('check_after', '>', sql<Date>`clock_timestamp()`)
      .execute();
  },

  dropOutputs: (id) => query.transaction().execute((transaction) => doomObjects(transaction, [id], 'outputs')),

  reject: (id, reason) =>
    query.transaction().execute(async (transaction) => {
      await lockConversationOfHeld(transaction, id);
      const row = await transaction
        .updateTable('attachment')
        .set({ status: 'rejected', rejected_for: reason, bytes: 0 })
        .where('id', '=', id)
        .where(isHeld)
        .returningAll()
        .executeTakeFirst();
      if (!row) return undefined;
      await doomObjects(transaction, [id]);
      await forgetMarks(transaction, [id]);
      await noteChange(transaction, row.message_id);
      return toRecord(row);
    }),

  count: async () => {
    const { count } = await query
      .selectFrom('attachment')
      .select((select) => select.fn.countAll<number>().as('count'))
      .where(isHeld)
      .executeTakeFirstOrThrow();
    return Number(count);
  },
});
