/** The audit log in PostgreSQL; the chain is made there, under the lock of the head's row. */
import type pg from 'pg';
import { Fault } from '#kernel/fault';
import type { AuditHead, AuditStore } from './audit-store.ts';

export const postgresAuditStore = (pool: pg.Pool): AuditStore => ({
  append: async (payloads) => {
    await pool.query('select append_audit_entries($1)', [payloads]);
  },
  head: async () => {
    const { rows } = await pool.query<AuditHead>('select number, hash from audit_head');
    if (!rows[0]) throw new Fault('the head of the audit log is missing');
    return rows[0];
  },
});
