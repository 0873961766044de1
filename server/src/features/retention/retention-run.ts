/** One run: everything that is due is destroyed in small batches, in an order that leaves no file without its message's term. */
import type { AuditLog } from '#features/audit/index';
import type { Clock } from '#kernel/clock';
import type { DataKeys } from '#kernel/data-keys';
import type { Logger } from '#kernel/logger';
import { destroyFiles, type FileDestroyer } from './file-destruction.ts';
import { type BatchSizes, pacedBatches } from './paced-batches.ts';
import { planRetention, type RetentionCutoffs } from './retention-plan.ts';
import { emptyReport, isWorthRecording, type RetentionReport, toDetails } from './retention-report.ts';
import type { FileScan, RetentionStore } from './retention-store.ts';
import type { RetentionTerms } from './retention-terms.ts';

export interface RetentionRunDeps {
  readonly store: RetentionStore;
  readonly attachments: FileDestroyer;
  readonly vault: FileDestroyer;
  readonly dataKeys: Pick<DataKeys, 'forget'>;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly terms: RetentionTerms;
}

const MESSAGES: BatchSizes = { first: 500, smallest: 50, largest: 5_000 };
const FILES: BatchSizes = { first: 20, smallest: 5, largest: 50 };
const KEYS: BatchSizes = { first: 500, smallest: 100, largest: 5_000 };
/** Beyond it a difference between this node's clock and the database's is worth a warning. */
const CLOCK_DIFFERENCE_MS = 60_000;
/** A key that was just made may not have sealed its first value yet. */
const YOUNG_KEY_MS = 600_000;

/** Steps, in their order: a message goes only after its attachments. */
const steps = (deps: RetentionRunDeps, cutoffs: RetentionCutoffs, report: RetentionReport, signal: AbortSignal) => {
  const { store, dataKeys } = deps;
  const { destroyed, failed } = report;
  const failedIds = new Set<string>();

  const forget = (ids: readonly string[]): void => {
    destroyed.key += ids.length;
    if (ids.length > 0) dataKeys.forget(ids);
  };

  const files = async (scan: FileScan, part: 'attachments' | 'vault'): Promise<void> =>
    pacedBatches(FILES, signal, async (limit, after) => {
      const keyIds = new Set<string>();
      const next = await store.withDueFiles(scan, cutoffs, { after, limit }, async (due) => {
        const outcome = await destroyFiles(deps[part], due);
        for (const { kind, keyId } of outcome.destroyed) {
          destroyed[kind] += 1;
          if (keyId) keyIds.add(keyId);
        }
        for (const { id } of outcome.failed) {
          // A file may be due for two reasons; it is counted once.
          if (!failedIds.has(id)) failed[part] += 1;
          failedIds.add(id);
        }
        if (outcome.isUnavailable) report.unavailable.add(part);
        if (outcome.error) deps.logger.warn({ error: outcome.error, scan }, 'a file could not be destroyed');
      });
      forget(await store.destroyUnusedKeys([...keyIds]));
      return report.unavailable.has(part) ? undefined : next;
    });

  const messages = async (): Promise<void> =>
    pacedBatches(MESSAGES, signal, async (limit, after) => {
      const { count, keyIds, next } = await store.destroyMessages(cutoffs.message, after, limit);
      destroyed.message += count;
      forget(keyIds);
      return next;
    });

  const topics = async (): Promise<void> =>
    pacedBatches(KEYS, signal, async (limit) => {
      const keyIds = await store.destroyTopics(cutoffs.message, limit);
      destroyed.topic += keyIds.length;
      forget(await store.destroyUnusedKeys(keyIds.filter((id) => id !== undefined)));
      return keyIds.length === limit ? 'more' : undefined;
    });

  /** What an interrupted run, a redaction or an abandoned upload left behind. */
  const keys = async (): Promise<void> =>
    pacedBatches(KEYS, signal, async (limit, after) => {
      const { ids, next } = await store.findUnusedKeys(new Date(deps.clock.now() - YOUNG_KEY_MS), after, limit);
      forget(await store.destroyUnusedKeys(ids));
      return next;
    });

  return [
    ['attachments', () => files('photo', 'attachments')],
    ['attachments', () => files('voice', 'attachments')],
    ['attachments', () => files('file', 'attachments')],
    ['attachments', () => files('unlinked', 'attachments')],
    ['vault', () => files('identityDocument', 'vault')],
    ['messages', messages],
    ['topics', topics],
    ['keys', keys],
  ] as const;
};

/**
 * Resumable at any point: what is due and still there is found again. A part that fails is named in the report and passed by.
 * Rejects when the database is gone, or when the audit log did not take the entry.
 */
export const retentionRun = async (deps: RetentionRunDeps, signal: AbortSignal): Promise<RetentionReport> => {
  const report = emptyReport();
  const startedAt = performance.now();
  const clocks = { node: deps.clock.now(), database: await deps.store.now() };
  if (Math.abs(clocks.node - clocks.database) > CLOCK_DIFFERENCE_MS) {
    deps.logger.warn(clocks, 'this node’s clock and the database’s differ; the one that is behind decides what is due');
  }
  const cutoffs = planRetention(deps.terms, clocks);

  for (const [part, step] of steps(deps, cutoffs, report, signal)) {
    if (signal.aborted || report.unavailable.has(part)) continue;
    try {
      await step();
    } catch (error) {
      report.unavailable.add(part);
      deps.logger.error({ error, part }, 'a part of retention could not be finished');
    }
  }

  report.tookMs = performance.now() - startedAt;
  if (isWorthRecording(report)) {
    deps.logger.info(toDetails(report), 'retention has run');
    await deps.audit.append({
      operation: 'retention-run',
      outcome: 'done',
      purpose: 'privacy',
      details: toDetails(report),
    });
  }
  return report;
};
