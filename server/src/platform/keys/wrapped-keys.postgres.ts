/** Everything that is wrapped under key-encryption keys: data keys, and the file keys in the headers of objects. */
import type { Database } from '#platform/postgres/database.postgres';
import { openHeader } from '../sealing/payload-header.ts';
import type { KeyProvider, RingName } from './key-provider.ts';
import { FIRST_ID, ringOf, type WrappedEntry, type WrappedTable } from './rewrap-ring.ts';
import type { ListedKey } from './wrapping-keys.postgres.ts';

interface TableNames {
  readonly kind: WrappedTable['kind'];
  readonly table: string;
  readonly id: string;
  readonly sealed: string;
  readonly context: string;
}

const TABLES: Readonly<Record<RingName, readonly TableNames[]>> = {
  master: [
    { kind: 'data-key', table: 'keys.data_key', id: 'id', sealed: 'wrapped', context: 'data-key' },
    { kind: 'header', table: 'keys.object_header', id: 'object_id', sealed: 'header', context: 'attachments' },
  ],
  vault: [
    { kind: 'data-key', table: 'keys.vault_person_key', id: 'id', sealed: 'wrapped', context: 'vault-person-key' },
    { kind: 'header', table: 'keys.object_header', id: 'object_id', sealed: 'header', context: 'vault' },
  ],
};

const tableOf = ({ pool }: Database, { kind, table, id, sealed, context }: TableNames): WrappedTable => ({
  kind,
  contextOf: (entryId) => `${context}:${entryId}`,
  page: async (keyId, afterId, limit) => {
    const { rows } = await pool.query<WrappedEntry>(
      `select ${id} as id, ${sealed} as sealed from ${table} where wrapped_by = $1 and ${id} > $2 order by ${id} limit $3`,
      [keyId, afterId, limit],
    );
    return rows;
  },
  count: async (keyId) => {
    const { rows } = await pool.query(`select count(*)::int as count from ${table} where wrapped_by = $1`, [keyId]);
    return rows[0].count;
  },
  // Whoever destroys a key has its row locked: it is passed over, so that nobody waits for two rows in two orders.
  replace: async (keyId, changes) => {
    const { rowCount } = await pool.query(
      `with change as (select * from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as c (id, before, after)),
       locked as (select t.${id} as id from ${table} t join change c on c.id = t.${id} and c.before = t.${sealed}
         for no key update of t skip locked)
       update ${table} t set ${sealed} = c.after, wrapped_by = $4 from change c join locked l on l.id = c.id
       where t.${id} = c.id and t.${sealed} = c.before`,
      [changes.map((each) => each.id), changes.map((each) => each.from), changes.map((each) => each.to), keyId],
    );
    return rowCount ?? 0;
  },
});

export const wrappedTables = (database: Database, ring: RingName): WrappedTable[] =>
  TABLES[ring].map((names) => tableOf(database, names));

/** Opens one thing that is wrapped under a key, where there is one. Throws a Fault when it is the wrong key. */
export const openOneOf = async (
  database: Database,
  { id: keyId, ring }: ListedKey,
  provider: KeyProvider,
): Promise<void> => {
  for (const table of wrappedTables(database, ring)) {
    const [entry] = await table.page(keyId, FIRST_ID, 1);
    if (!entry) continue;
    const context = table.contextOf(entry.id);
    if (table.kind === 'data-key') await provider.unwrap(keyId, entry.sealed, context);
    else await openHeader({ header: entry.sealed, keyId }, ringOf(provider, keyId), context);
  }
};
