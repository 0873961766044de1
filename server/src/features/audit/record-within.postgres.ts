/** Chains entries within a transaction of a feature's own: what is recorded and the record of it are kept together, or neither. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '#platform/postgres/tables.postgres';
import type { AuditEntry } from './audit-log.ts';
import { canonicalJson } from './canonical-json.ts';

/**
 * To be called last: everybody else's entries wait until the transaction ends.
 *
 * @returns the number of the last entry; those before it have the numbers before.
 */
export const recordWithin = async (
  query: Kysely<Tables>,
  entries: readonly AuditEntry[],
  at: Date,
): Promise<number> => {
  const payloads = entries.map((entry) => canonicalJson({ ...entry, at: at.toISOString() }));
  const { rows } = await sql<{ number: number }>`select append_audit_entries(${payloads}) as number`.execute(query);
  return (rows[0] as { number: number }).number;
};
