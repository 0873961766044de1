/** What other features may use. */
export type { AuditEntry, AuditLog } from './audit-log.ts';
export { type AuditLogDeps, type ChainedAuditLog, createAuditLog } from './chained-audit-log.ts';
export { recordWithin } from './record-within.postgres.ts';
