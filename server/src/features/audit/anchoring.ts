/** Notes the log's head outside the database now and then; never backwards. */
import type { Clock } from '#kernel/clock';
import type { Logger } from '#kernel/logger';
import type { AuditAnchor } from './audit-anchor.ts';
import type { AuditStore } from './audit-store.ts';

/** At most one anchor a minute: what the log lost within a minute after its anchor may go unnoticed. */
const INTERVAL_MS = 60_000;

export interface AnchoringDeps {
  readonly store: Pick<AuditStore, 'head'>;
  readonly anchor: AuditAnchor;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Anchoring {
  /** Anchors the head when the last anchor is old enough. Never throws: the log goes on without its anchor. */
  afterFlush(): Promise<void>;
  /** Anchors the head now. Never throws. */
  now(): Promise<void>;
}

export const anchoring = ({ store, anchor, clock, logger }: AnchoringDeps): Anchoring => {
  let lastAt = Number.NEGATIVE_INFINITY;

  const note = async (): Promise<void> => {
    lastAt = clock.now();
    try {
      const head = await store.head();
      const noted = await anchor.read();
      if (noted && head.number < noted.number) {
        logger.error({ head: head.number, anchor: noted.number }, 'the audit log ends before its anchor: verify it');
        return;
      }
      await anchor.write(head);
    } catch (error) {
      logger.error({ error }, 'the audit log could not be anchored');
    }
  };

  return {
    now: note,
    afterFlush: async () => {
      // A clock that was set back must not stop the anchors.
      const passed = clock.now() - lastAt;
      if (passed >= INTERVAL_MS || passed < 0) await note();
    },
  };
};
