/** Use case: a held upload goes through the pipeline again, from the bytes in quarantine. */
import type { RejectionReason } from '@senim/contract/constants';
import type { AuditLog } from '#features/audit/index';
import type { Logger } from '#kernel/logger';
import { ProblemError } from '#kernel/problem-error';
import type { FanOut } from '#realtime/fan-out';
import { intakePolicies } from '../attachment-limits.ts';
import { announceAttachment } from '../attachment-news.ts';
import { type AttachmentRowsDeps, heldAttachmentRows } from '../attachment-rows.ts';
import { openDetails } from '../attachment-view.ts';
import type { IntakeParts } from '../pipeline/intake-context.ts';
import type { NoVerdict } from '../pipeline/malware-scanner.ts';
import { runPipeline } from '../pipeline/run-pipeline.ts';
import type { Offered } from '../pipeline/upload.ts';
import type { DueUpload } from './held-uploads.ts';
import { GIVE_UP_AFTER_MS, nextCheckAfterMs } from './recheck-times.ts';

export interface RecheckDeps extends AttachmentRowsDeps {
  readonly intake: IntakeParts;
  readonly audit: AuditLog;
  readonly fanOut: FanOut;
  readonly logger: Logger;
}

/** @returns why there is still no verdict, or nothing when it is settled. Throws when a part is down. */
export type RecheckUpload = (due: DueUpload, signal: AbortSignal) => Promise<NoVerdict | undefined>;

export const recheckUpload = (deps: RecheckDeps): RecheckUpload => {
  const { held, intake, audit, dataKeys } = deps;

  const reject = async ({ record, owner, conversationKind }: DueUpload, reason: RejectionReason): Promise<void> => {
    await audit.append({
      operation: 'attachment-create',
      outcome: 'refused',
      actorId: owner.id,
      actorRoles: owner.roles,
      resource: `conversation:${record.conversationId}`,
      details: { kind: record.kind, reason, wasHeld: true },
    });
    const rejected = await held.reject(record.id, reason);
    // It was destroyed, or settled by another node, in the meantime.
    if (!rejected) return;
    const details = (await openDetails([rejected], dataKeys)).get(rejected.id);
    announceAttachment(deps.fanOut, { record: rejected, details }, conversationKind);
    await intake.objects.removeDoomed([record.id]);
  };

  /** What was kept, as if it came again. */
  const offer = async ({ record }: DueUpload, signal: AbortSignal): Promise<Offered | undefined> => {
    const details = (await openDetails([record], dataKeys)).get(record.id);
    const payload = details && (await intake.objects.open(record.id, 'quarantine'));
    if (!payload) return undefined;
    const receive = (maxBytes: number) => intake.spool.write(payload.read(), { maxBytes, signal });
    const { name, notIdentityDocument } = details;
    return {
      incoming: { name, declaredType: '', receive },
      policy: intakePolicies[record.kind],
      notIdentityDocument,
    };
  };

  const attempt = async (due: DueUpload, signal: AbortSignal): Promise<NoVerdict | undefined> => {
    const { record, owner, conversationKind } = due;
    const offered = await offer(due, signal);
    // Without its key it cannot be opened any more: that is what destroying a key means.
    if (!offered) return void (await reject(due, 'unreadable'));
    // What an attempt left behind that was killed.
    await held.dropOutputs(record.id);
    await intake.objects.removeDoomed([record.id]);
    const rows = heldAttachmentRows(deps, record, owner);
    const result = await runPipeline(offered, intake, rows, signal);
    if (result.kind === 'reject') return void (await reject(due, result.rejection.reason));
    if (result.kind === 'hold') {
      // It was not the scanner being away: it will say the same tomorrow.
      return result.why === 'too-large' ? void (await reject(due, 'too-large')) : result.why;
    }
    announceAttachment(deps.fanOut, rows.settled(), conversationKind);
    await intake.objects.removeDoomed([record.id]);
    return undefined;
  };

  return async (due, signal) => {
    const { record, heldMs } = due;
    if (heldMs >= GIVE_UP_AFTER_MS) return void (await reject(due, 'unchecked'));
    try {
      const why = await attempt(due, signal);
      if (why) await held.putBack(record.id, nextCheckAfterMs(heldMs));
      return why;
    } catch (error) {
      // Withdrawn in the meantime: it may not be kept.
      if (error instanceof ProblemError && error.code === 'consent/required') {
        return void (await reject(due, 'consent-missing'));
      }
      await held.putBack(record.id, nextCheckAfterMs(heldMs));
      throw error;
    }
  };
};
