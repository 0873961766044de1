/** The head of the audit log, noted outside the database: whoever rewrites the log there cannot rewrite this (M7). */
import type { AuditHead } from './audit-store.ts';

export interface AuditAnchor {
  /** `undefined` when none was ever written. */
  read(): Promise<AuditHead | undefined>;
  write(head: AuditHead): Promise<void>;
}
