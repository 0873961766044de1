/** Use case: a file comes in; it is taken whole and safe, or not at all, or held until it can be checked. */
import type { Attachment } from '@senim/contract';
import type { AuditLog } from '#features/audit/index';
import type { Call } from '#kernel/call';
import type { Logger } from '#kernel/logger';
import { ProblemError } from '#kernel/problem-error';
import type { HeldPlace, RepeatedPlace } from '#platform/quotas/upload-places';
import type { IncomingFile } from '#platform/transfer/incoming-file';
import type { FanOut } from '#realtime/fan-out';
import {
  type AttachmentAdmit,
  type AttachmentAdmitDeps,
  type AttachmentWish,
  requireMaySend,
  requireSameBytes,
} from './attachment-admit.ts';
import { intakePolicies } from './attachment-limits.ts';
import { announceAttachment } from './attachment-news.ts';
import { type AttachmentRowsDeps, newAttachmentRows } from './attachment-rows.ts';
import { openDetails, toAttachmentView } from './attachment-view.ts';
import type { IntakeParts } from './pipeline/intake-context.ts';
import { runPipeline } from './pipeline/run-pipeline.ts';

export interface AttachmentCreateDeps extends AttachmentAdmitDeps, AttachmentRowsDeps {
  readonly intake: IntakeParts;
  readonly admit: AttachmentAdmit;
  readonly audit: AuditLog;
  readonly fanOut: FanOut;
  readonly logger: Logger;
}

export interface AttachmentUpload extends AttachmentWish {
  /** Held before, and given back by whoever held it; admitted now when there is none. */
  readonly place?: HeldPlace;
  readonly file: IncomingFile;
  readonly signal: AbortSignal;
}

export type AttachmentCreate = (upload: AttachmentUpload, call: Call) => Promise<Attachment>;

export const attachmentCreate = (deps: AttachmentCreateDeps): AttachmentCreate => {
  const { attachments, dataKeys } = deps;

  const repeat = async ({ file, kind }: AttachmentUpload, place: RepeatedPlace): Promise<Attachment> => {
    const spooled = await file.receive(intakePolicies[kind].maxBytes);
    await using _ = spooled === 'too-large' ? undefined : spooled;
    requireSameBytes(deps.places, place, spooled === 'too-large' ? undefined : spooled.sha256);
    const [record] = await attachments.find([place.id]);
    if (!record) throw new ProblemError('attachment/not-available');
    return toAttachmentView(record, (await openDetails([record], dataKeys)).get(record.id));
  };

  const create = async (
    upload: AttachmentUpload,
    place: HeldPlace,
    { principal, traceId }: Call,
  ): Promise<Attachment> => {
    const { conversationId, kind, file, signal, notIdentityDocument } = upload;
    const createdAt = new Date(deps.clock.now());
    const reservation = { id: place.id, conversationId, ownerId: principal.id, kind, createdAt };
    const rows = newAttachmentRows(deps, reservation, principal);
    const offered = { incoming: file, policy: intakePolicies[kind], notIdentityDocument };
    const result = await runPipeline(offered, deps.intake, rows, signal);

    if (result.kind === 'reject') {
      const { reason, detail } = result.rejection;
      await deps.audit.append({
        operation: 'attachment-create',
        outcome: 'refused',
        actorId: principal.id,
        actorRoles: principal.roles,
        resource: `conversation:${conversationId}`,
        traceId,
        details: { kind, reason },
      });
      throw new ProblemError(`attachment/${reason}`, { detail: `unable to take the file; ${detail}` });
    }
    if (result.kind === 'hold') deps.logger.warn({ kind, why: result.why }, 'an upload is held: there is no verdict');
    return announceAttachment(deps.fanOut, rows.settled());
  };

  return async (upload, call) => {
    if (upload.place) {
      await requireMaySend(deps, upload, call);
      return create(upload, upload.place, call);
    }
    const place = await deps.admit(upload, call);
    if (place.kind === 'repeated') return repeat(upload, place);
    await using _ = place;
    return await create(upload, place, call);
  };
};
