/** Runs retention at an interval, on one node at a time; what a killed node left undone another goes on with. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '#kernel/logger';
import type { JobLease, JobLeases } from './job-lease.ts';

/** How soon the work of a killed or frozen node is taken over. */
const LEASE_SECONDS = 15;
const RENEW_MS = 5_000;
/** How often a node asks whether the job is due. */
const LONGEST_WAIT_MS = 15_000;
const SHORTEST_WAIT_MS = 250;

export interface RetentionScheduleDeps {
  readonly leases: JobLeases;
  readonly intervalSeconds: number;
  readonly run: (signal: AbortSignal) => Promise<unknown>;
  readonly logger: Logger;
}

/** Renews the lease until the work is done; the work is told to stop when the lease is lost. */
const workUnderLease = async (deps: RetentionScheduleDeps, lease: JobLease, closing: AbortSignal): Promise<void> => {
  const lost = new AbortController();
  const renewal = setInterval(() => {
    lease.renew().then(
      (isOurs) => isOurs || lost.abort(),
      () => lost.abort(),
    );
  }, RENEW_MS);
  try {
    await deps.run(AbortSignal.any([closing, lost.signal]));
  } finally {
    clearInterval(renewal);
  }
  await (closing.aborted || lost.signal.aborted ? lease.giveUp() : lease.finish());
};

/** Starts at once. Disposing stops after the batch under way. */
export const startRetentionSchedule = (deps: RetentionScheduleDeps): AsyncDisposable => {
  const closing = new AbortController();
  const waitMs = Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, deps.intervalSeconds * 500));

  const loop = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      try {
        const lease = await deps.leases.take('retention', deps.intervalSeconds, LEASE_SECONDS);
        if (lease) await workUnderLease(deps, lease, closing.signal);
      } catch (error) {
        deps.logger.error({ error }, 'retention could not run; it is tried again');
      }
      await sleep(waitMs, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
    }
  };

  const ended = loop();
  return {
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      await ended;
    },
  };
};
