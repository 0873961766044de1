/** What other features may use. */
export { requireSameBytes } from './attachment-admit.ts';
export type { DescribeAttachments } from './attachment-get.ts';
export { intakePolicies } from './attachment-limits.ts';
export type { AttachmentRepository } from './attachment-repository.ts';
export { type Attachments, type AttachmentsDeps, createAttachments, LEFT_OVER_AFTER_MS } from './attachments.ts';
export { clamdScanner } from './malware/clamd-scanner.ts';
export type { IntakeParts, IntakeRows } from './pipeline/intake-context.ts';
export { type MalwareScanner, noScanner, type ScanVerdict, type WatchedScanner } from './pipeline/malware-scanner.ts';
export { runPipeline } from './pipeline/run-pipeline.ts';
export type { IntakePolicy, Stored } from './pipeline/upload.ts';
