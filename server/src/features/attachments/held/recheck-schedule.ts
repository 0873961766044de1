/** Tries held uploads again: those that are due, all of them as soon as the scanner is back; on every node, each once. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '#kernel/logger';
import type { NoVerdict, WatchedScanner } from '../pipeline/malware-scanner.ts';
import type { DueUpload, HeldUploads } from './held-uploads.ts';
import { GIVE_UP_AFTER_MS } from './recheck-times.ts';
import type { RecheckUpload } from './recheck-upload.ts';

export interface RecheckScheduleDeps {
  readonly held: HeldUploads;
  readonly scanner: WatchedScanner;
  readonly recheck: RecheckUpload;
  readonly logger: Logger;
  /** How often it looks. */
  readonly intervalMs?: number;
}

const INTERVAL_MS = 2_000;
/** For all steps of one file. */
const ATTEMPT_MS = 5 * 60_000;
/** How soon the work of a killed or frozen node is taken over. */
const LEASE_MS = 30_000;
const RENEW_MS = 10_000;

/** Disposing ends the attempt under way, which is then taken up by whoever is next. */
export const startRechecks = (deps: RecheckScheduleDeps): AsyncDisposable => {
  const { held, scanner, recheck, logger, intervalMs = INTERVAL_MS } = deps;
  const closing = new AbortController();
  let wasUsable = false;

  const recheckUnderLease = async (due: DueUpload): Promise<NoVerdict | undefined> => {
    const renewal = setInterval(() => void held.extend(due.record.id, LEASE_MS).catch(() => undefined), RENEW_MS);
    try {
      return await recheck(due, AbortSignal.any([closing.signal, AbortSignal.timeout(ATTEMPT_MS)]));
    } finally {
      clearInterval(renewal);
    }
  };

  /** One after the other: what was uploaded meanwhile has the scanner and the media workers as well. */
  const checkDue = async (isUsable: boolean): Promise<void> => {
    while (!closing.signal.aborted) {
      const options = { leaseMs: LEASE_MS, giveUpAfterMs: GIVE_UP_AFTER_MS, onlyOverdue: !isUsable };
      const due = await held.take(options);
      if (!due) return;
      const why = await recheckUnderLease(due);
      if (why === 'unreachable' || why === 'timed-out') return;
    }
  };

  const look = async (): Promise<void> => {
    if ((await held.count()) === 0) return;
    const isUsable = await scanner.isUsable();
    if (isUsable && !wasUsable) await held.wake();
    wasUsable = isUsable;
    await checkDue(isUsable);
  };

  const loop = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      try {
        await look();
      } catch (error) {
        if (!closing.signal.aborted) logger.warn({ error }, 'a held upload could not be checked; it is tried again');
      }
      await sleep(intervalMs, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
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
