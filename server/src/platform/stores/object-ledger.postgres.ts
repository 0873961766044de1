/** That, in SQL; and what features do to it within their own transactions. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '#platform/postgres/tables.postgres';
import type { Database } from '../postgres/database.postgres.ts';
import type { ObjectLedger } from './object-ledger.ts';

export interface SettledObject {
  readonly id: string;
  /** Length of the sealed payload. */
  readonly bytes: number;
}

/** Marks pending objects as stored. @returns false when one of them is not pending any more. */
export const settleObjects = async (query: Kysely<Tables>, objects: readonly SettledObject[]): Promise<boolean> => {
  const ids = objects.map(({ id }) => id);
  const bytes = objects.map((object) => object.bytes);
  const { numAffectedRows } = await sql`
    update stored_object object set status = 'stored', bytes = settled.bytes
    from unnest(${ids}::uuid[], ${bytes}::bigint[]) as settled (id, bytes)
    where object.id = settled.id and object.status = 'pending'`.execute(query);
  return Number(numAffectedRows) === objects.length;
};

export const doom = async (query: Kysely<Tables>, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  await query.deleteFrom('keys.object_header').where('object_id', 'in', ids).execute();
  await query.updateTable('stored_object').set({ status: 'doomed' }).where('id', 'in', ids).execute();
};

/**
 * Forgets the headers of some owners' objects, which makes their bytes unreadable at once, and dooms the objects.
 *
 * @param which of an upload that is held: what lies in quarantine, or what was made of it.
 */
export const doomObjects = async (
  query: Kysely<Tables>,
  ownerIds: readonly string[],
  which: 'all' | 'quarantine' | 'outputs' = 'all',
): Promise<void> => {
  if (ownerIds.length === 0) return;
  const rows = await query
    .selectFrom('stored_object')
    .select('id')
    .where('owner_id', 'in', ownerIds)
    .$if(which !== 'all', (some) => some.where('variant', which === 'quarantine' ? '=' : '!=', 'quarantine'))
    .execute();
  await doom(
    query,
    rows.map(({ id }) => id),
  );
};

export const objectsInPostgres = ({ query }: Database, store: 'attachments' | 'vault'): ObjectLedger => ({
  // In one statement, and so in one round trip, and both or neither.
  announce: async (objects) => {
    await query
      .with('listed', (also) =>
        also
          .insertInto('stored_object')
          .values(objects.map(({ id, ownerId, variant }) => ({ id, store, owner_id: ownerId, variant }))),
      )
      .insertInto('keys.object_header')
      .values(objects.map(({ id, header, keyId }) => ({ object_id: id, store, header, wrapped_by: keyId })))
      .execute();
  },

  find: (ownerId, variant) =>
    query
      .selectFrom('stored_object as object')
      .innerJoin('keys.object_header as header', 'header.object_id', 'object.id')
      .select(['object.id', 'object.bytes', 'header.header', 'header.wrapped_by as keyId'])
      .where('object.owner_id', '=', ownerId)
      .where('object.variant', '=', variant)
      .where('object.store', '=', store)
      .where('object.status', '=', 'stored')
      .executeTakeFirst(),

  doomPendingBefore: (moment) =>
    query.transaction().execute(async (transaction) => {
      const rows = await transaction
        .selectFrom('stored_object')
        .select('id')
        .where('store', '=', store)
        .where('status', '=', 'pending')
        .where('created_at', '<', new Date(moment))
        .forUpdate()
        .execute();
      await doom(
        transaction,
        rows.map((row) => row.id),
      );
    }),

  doomed: async (limit, ownerIds) => {
    const rows = await query
      .selectFrom('stored_object')
      .select('id')
      .where('store', '=', store)
      .where('status', '=', 'doomed')
      .$if(ownerIds !== undefined, (some) => some.where('owner_id', 'in', ownerIds ?? []))
      .limit(limit)
      .execute();
    return rows.map((row) => row.id);
  },

  strike: async (ids) => {
    if (ids.length === 0) return;
    await query.deleteFrom('stored_object').where('id', 'in', ids).where('status', '=', 'doomed').execute();
  },

  unknown: async (ids) => {
    if (ids.length === 0) return [];
    const rows = await query.selectFrom('stored_object').select('id').where('id', 'in', ids).execute();
    const known = new Set(rows.map((row) => row.id));
    return ids.filter((id) => !known.has(id));
  },
});
