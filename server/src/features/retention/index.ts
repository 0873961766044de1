/** What other features may use. */
export type { FileDestroyer } from './file-destruction.ts';
export { isHeld, keepHoldsOut } from './hold-guard.postgres.ts';
export { createRetention, type Retention, type RetentionDeps, type RetentionStorage } from './retention.ts';
export type { RetentionReport } from './retention-report.ts';
export { defaultRetentionTerms, type RetentionTerms } from './retention-terms.ts';
