/** Compares a store with the list of what should lie in it, in both directions, however much that is. */
import type pg from 'pg';
import type { Database } from '../postgres/database.postgres.ts';
import type { ObjectStore, StoredEntry } from './object-store.ts';

export interface LostObject {
  readonly id: string;
  readonly ownerId: string;
  readonly variant: string;
}

export interface StoreFindings {
  /** Rows that say their object is stored. */
  readonly expected: number;
  /** Objects that no row knows. */
  readonly orphans: readonly string[];
  /** Rows whose object is not in the store, or has another length. */
  readonly lost: readonly LostObject[];
}

export interface StoreToCheck {
  readonly name: 'attachments' | 'vault';
  readonly store: ObjectStore;
  /** Nothing younger is judged: it may be on its way. */
  readonly ageMs: number;
}

const BATCH = 5_000;
/** Of each kind in one check; a repair can be repeated. */
const MOST_FINDINGS = 10_000;

const note = async (client: pg.ClientBase, batch: readonly StoredEntry[]): Promise<void> => {
  await client.query(
    `insert into found_object (id, bytes, modified_at)
     select f.id, max(f.bytes), max(f.modified_at)
     from unnest($1::uuid[], $2::bigint[], $3::float8[]) as f(id, bytes, modified_at) group by f.id
     on conflict (id) do update set bytes = coalesce(found_object.bytes, excluded.bytes),
       modified_at = greatest(found_object.modified_at, excluded.modified_at)`,
    [batch.map(({ id }) => id), batch.map(({ bytes }) => bytes ?? null), batch.map(({ modifiedAt }) => modifiedAt)],
  );
};

const noteAll = async (client: pg.ClientBase, store: ObjectStore): Promise<void> => {
  await client.query('drop table if exists found_object');
  await client.query('create temporary table found_object (id uuid primary key, bytes bigint, modified_at float8)');
  let batch: StoredEntry[] = [];
  for await (const entry of store.list()) {
    if (batch.push(entry) < BATCH) continue;
    await note(client, batch);
    batch = [];
  }
  await note(client, batch);
  await client.query('analyze found_object');
};

const compare = async (client: pg.ClientBase, { name, store, ageMs }: StoreToCheck): Promise<StoreFindings> => {
  const { rows: starts } = await client.query<{ before: Date }>(
    `select clock_timestamp() - $1 * interval '1 millisecond' as before`,
    [ageMs],
  );
  const before = starts[0]?.before as Date;
  await noteAll(client, store);
  const { rows: counts } = await client.query<{ expected: number }>(
    `select count(*) as expected from stored_object where store = $1 and status = 'stored'`,
    [name],
  );
  const { rows: lost } = await client.query<LostObject>(
    `select o.id, o.owner_id as "ownerId", o.variant from stored_object o left join found_object f on f.id = o.id
     where o.store = $1 and o.status = 'stored' and o.created_at < $2 and f.bytes is distinct from o.bytes
     order by o.id limit ${MOST_FINDINGS}`,
    [name, before],
  );
  const { rows: orphans } = await client.query<{ id: string }>(
    `select f.id from found_object f
     where f.modified_at < $1 and not exists (select 1 from stored_object o where o.id = f.id)
     order by f.id limit ${MOST_FINDINGS}`,
    [before.getTime()],
  );
  return { expected: counts[0]?.expected ?? 0, orphans: orphans.map(({ id }) => id), lost };
};

/** Fails when the store or the database cannot be read to the end: half a list proves nothing. */
export const checkStore = async ({ pool }: Database, place: StoreToCheck): Promise<StoreFindings> => {
  const client = await pool.connect();
  try {
    return await compare(client, place);
  } finally {
    await client.query('drop table if exists found_object').catch(() => undefined);
    client.release();
  }
};
