/** What other features may use. */
export type { AuditEntry, AuditLog } from './audit-log.ts';
