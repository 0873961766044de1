/** Reads the audit log, or a copy of it, from one snapshot of the database, in batches. */
import pg from 'pg';
import type { AuditEvidence, RecordedEntry } from './audit-verify.ts';

const ENTRIES_PER_BATCH = 5_000;

export interface AuditTables {
  /** `audit_entry`, or a table of the same shape; may name its schema. */
  readonly entries: string;
  /** `audit_head`; absent for an older copy, whose head has gone on. */
  readonly head?: string | undefined;
}

const quoted = (name: string): string => name.split('.').map(pg.escapeIdentifier).join('.');

async function* readEntries(client: pg.ClientBase, table: string): AsyncGenerator<readonly RecordedEntry[]> {
  await client.query(
    `declare audit_entries no scroll cursor for
       select number, payload, previous_hash as "previousHash", hash from ${quoted(table)} order by number nulls last`,
  );
  for (;;) {
    const { rows } = await client.query<RecordedEntry>(`fetch ${ENTRIES_PER_BATCH} from audit_entries`);
    if (rows.length === 0) return;
    yield rows;
  }
}

/** Lends the evidence to `use`; entries that are appended meanwhile are not in it. */
export const withAuditEvidence = async <Result>(
  pool: pg.Pool,
  tables: AuditTables,
  use: (evidence: Pick<AuditEvidence, 'entries' | 'head'>) => Promise<Result>,
): Promise<Result> => {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read, read only');
    const head = tables.head
      ? (await client.query<{ number: number; hash: Buffer }>(`select number, hash from ${quoted(tables.head)}`))
          .rows[0]
      : undefined;
    return await use({ entries: readEntries(client, tables.entries), head });
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
  }
};
