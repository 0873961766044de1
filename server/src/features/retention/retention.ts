/** Puts the feature together: the run, its schedule, and the routes of holds. */
import type { routes } from '@senim/contract';
import type { AuditLog } from '#features/audit/index';
import type { Clock } from '#kernel/clock';
import type { DataKeys } from '#kernel/data-keys';
import type { RouteHandler } from '#kernel/http-route';
import type { Logger } from '#kernel/logger';
import type { FileDestroyer } from './file-destruction.ts';
import { holdPlace } from './hold-place.ts';
import { holdRelease } from './hold-release.ts';
import type { HoldRepository } from './hold-repository.ts';
import type { JobLeases } from './job-lease.ts';
import type { RetentionReport } from './retention-report.ts';
import { retentionRun } from './retention-run.ts';
import { startRetentionSchedule } from './retention-schedule.ts';
import type { RetentionStore } from './retention-store.ts';
import type { RetentionTerms } from './retention-terms.ts';

export interface RetentionStorage {
  readonly store: RetentionStore;
  readonly holds: HoldRepository;
  readonly leases: JobLeases;
}

export interface RetentionDeps {
  readonly storage: RetentionStorage;
  readonly attachments: FileDestroyer;
  readonly vault: FileDestroyer;
  readonly dataKeys: DataKeys;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly terms: RetentionTerms;
}

export interface Retention {
  /** Destroys everything that is due, now, whether or not another node is at it as well. */
  run(signal?: AbortSignal): Promise<RetentionReport>;
  /** Runs at the interval, on one node at a time, until disposed. */
  startSchedule(intervalSeconds: number): AsyncDisposable;
  readonly holdPlace: RouteHandler<typeof routes.holdPlace>;
  readonly holdRelease: RouteHandler<typeof routes.holdRelease>;
}

export const createRetention = ({ storage, ...deps }: RetentionDeps): Retention => {
  const { store, holds, leases } = storage;
  const run = (signal: AbortSignal = new AbortController().signal) => retentionRun({ store, ...deps }, signal);
  return {
    run,
    startSchedule: (intervalSeconds) => startRetentionSchedule({ leases, intervalSeconds, run, logger: deps.logger }),
    holdPlace: holdPlace({ holds, ...deps }),
    holdRelease: holdRelease({ holds, audit: deps.audit }),
  };
};
