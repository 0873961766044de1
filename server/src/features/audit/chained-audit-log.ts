/** The audit log with a group commit: entries that arrive while a flush is under way go together with the next one. */
import type { Clock } from '#kernel/clock';
import { Fault } from '#kernel/fault';
import type { Logger } from '#kernel/logger';
import { anchoring } from './anchoring.ts';
import type { AuditAnchor } from './audit-anchor.ts';
import type { AuditEntry, AuditLog } from './audit-log.ts';
import type { AuditStore } from './audit-store.ts';
import { canonicalJson } from './canonical-json.ts';

/** Entries of one flush; what is beyond waits for the next. */
const ENTRIES_PER_FLUSH = 1_000;

export interface AuditLogDeps {
  readonly store: AuditStore;
  readonly anchor: AuditAnchor;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Disposing flushes what is under way and anchors the head. */
export interface ChainedAuditLog extends AuditLog, AsyncDisposable {}

interface Waiting {
  readonly payloads: readonly string[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Whole appends, so that what was given together is chained together or not at all. */
const takeBatch = (queue: Waiting[]): Waiting[] => {
  let entries = 0;
  let appends = 0;
  for (const { payloads } of queue) {
    if (appends > 0 && entries + payloads.length > ENTRIES_PER_FLUSH) break;
    entries += payloads.length;
    appends += 1;
  }
  return queue.splice(0, appends);
};

/** Rejects with what the store threw, or with a Fault once disposed; nothing is chained then, or it is not known. */
export const createAuditLog = (deps: AuditLogDeps): ChainedAuditLog => {
  const { afterFlush, now } = anchoring(deps);
  const queue: Waiting[] = [];
  let flushing: Promise<void> | undefined;
  let isClosed = false;

  const flushAll = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = takeBatch(queue);
      try {
        await deps.store.append(batch.flatMap(({ payloads }) => payloads));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
        continue;
      }
      await afterFlush();
    }
    flushing = undefined;
  };

  return {
    append: (...entries: readonly AuditEntry[]) => {
      if (isClosed) return Promise.reject(new Fault('the audit log is closed'));
      if (entries.length === 0) return Promise.resolve();
      const at = new Date(deps.clock.now()).toISOString();
      const payloads = entries.map((entry) => canonicalJson({ ...entry, at }));
      return new Promise((resolve, reject) => {
        queue.push({ payloads, resolve, reject });
        flushing ??= flushAll();
      });
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      await flushing;
      await now();
    },
  };
};
