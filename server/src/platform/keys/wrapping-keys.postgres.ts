/** The list of key-encryption keys, and of the nodes that run: what a rotation and every node agree on. */
import { sql } from 'kysely';
import type { Database } from '#platform/postgres/database.postgres';
import type { RingName } from './key-provider.ts';

export interface ListedKey {
  readonly id: string;
  readonly ring: RingName;
  readonly state: 'announced' | 'wrapping' | 'former';
  readonly probe: Buffer | null;
}

/** A node that is not heard of for so long has ended, or hears nothing either. */
const NODE_LOST_AFTER = sql`interval '15 seconds'`;

export const probeContext = (keyId: string): string => `probe:${keyId}`;

export const listKeys = ({ query }: Database): Promise<ListedKey[]> =>
  query.selectFrom('keys.wrapping_key').select(['id', 'ring', 'state', 'probe']).orderBy('created_at').execute();

/** @returns false when the ring has a key in this state already. */
export const addKey = async ({ query }: Database, key: ListedKey): Promise<boolean> => {
  const added = await query
    .insertInto('keys.wrapping_key')
    .values(key)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(added.numInsertedOrUpdatedRows) === 1;
};

export const setProbe = async ({ query }: Database, keyId: string, probe: Buffer): Promise<void> => {
  await query
    .updateTable('keys.wrapping_key')
    .set({ probe })
    .where('id', '=', keyId)
    .where('probe', 'is', null)
    .execute();
};

/** From now on, new keys are wrapped under the one that was announced. */
export const switchKey = ({ query }: Database, ring: RingName): Promise<void> =>
  query.transaction().execute(async (transaction) => {
    const move = (from: 'announced' | 'wrapping', to: 'wrapping' | 'former') =>
      transaction
        .updateTable('keys.wrapping_key')
        .set({ state: to })
        .where('ring', '=', ring)
        .where('state', '=', from)
        .execute();
    await move('wrapping', 'former');
    await move('announced', 'wrapping');
  });

/** The database refuses while anything is wrapped under it. */
export const strikeKey = async ({ query }: Database, keyId: string): Promise<void> => {
  await query.deleteFrom('keys.wrapping_key').where('id', '=', keyId).where('state', '=', 'former').execute();
};

export interface KeyNode {
  readonly id: string;
  /** Keys that it was seen to open something with. */
  readonly held: readonly string[];
  readonly wrapsUnder: readonly string[];
}

export const noteNode = async ({ query }: Database, { id, held, wrapsUnder }: KeyNode): Promise<void> => {
  const values = { held: [...held], wraps_under: [...wrapsUnder], seen_at: sql<Date>`now()` };
  await query
    .insertInto('keys.node')
    .values({ id, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
  await query.deleteFrom('keys.node').where('seen_at', '<', sql<Date>`now() - interval '1 day'`).execute();
};

export const strikeNode = async ({ query }: Database, id: string): Promise<void> => {
  await query.deleteFrom('keys.node').where('id', '=', id).execute();
};

/** Those that run now. */
export const listNodes = async ({ query }: Database): Promise<KeyNode[]> => {
  const rows = await query
    .selectFrom('keys.node')
    .selectAll()
    .where('seen_at', '>', sql<Date>`now() - ${NODE_LOST_AFTER}`)
    .execute();
  return rows.map(({ id, held, wraps_under: wrapsUnder }) => ({ id, held, wrapsUnder }));
};
