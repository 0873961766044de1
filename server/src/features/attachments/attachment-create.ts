/** Use case: a file comes in; it is taken whole and safe, or not at all. */
import type { Attachment } from '@senim/contract';
import type { AuditLog } from '#features/audit/index';
import type { Call } from '#kernel/call';
import type { DataKey, DataKeys } from '#kernel/data-keys';
import type { Principal } from '#kernel/principal';
import { ProblemError } from '#kernel/problem-error';
import { sealAndStore } from '#kernel/seal-and-store';
import type { HeldPlace, RepeatedPlace } from '#platform/quotas/upload-places';
import type { IncomingFile } from '#platform/transfer/incoming-file';
import type { FanOut } from '#realtime/fan-out';
import { principalRoom } from '#realtime/room-names';
import {
  type AttachmentAdmit,
  type AttachmentAdmitDeps,
  type AttachmentWish,
  requireMaySend,
  requireSameBytes,
} from './attachment-admit.ts';
import { type AttachmentKind, intakePolicies } from './attachment-limits.ts';
import type { AttachmentDetails, AttachmentRecord } from './attachment-record.ts';
import type { AttachmentRepository } from './attachment-repository.ts';
import { openDetails, sealDetails, toAttachmentView } from './attachment-view.ts';
import { cleanFileName } from './clean-file-name.ts';
import type { IntakeParts, IntakeRows } from './pipeline/intake-context.ts';
import { runPipeline } from './pipeline/run-pipeline.ts';
import type { Stored } from './pipeline/upload.ts';

export interface AttachmentCreateDeps extends AttachmentAdmitDeps {
  readonly attachments: AttachmentRepository;
  readonly intake: IntakeParts;
  readonly admit: AttachmentAdmit;
  readonly dataKeys: DataKeys;
  readonly audit: AuditLog;
  readonly fanOut: FanOut;
}

export interface AttachmentUpload extends AttachmentWish {
  /** Held before, and given back by whoever held it; admitted now when there is none. */
  readonly place?: HeldPlace;
  readonly file: IncomingFile;
  readonly signal: AbortSignal;
}

export type AttachmentCreate = (upload: AttachmentUpload, call: Call) => Promise<Attachment>;

const detailsOf = ({ incoming, facts, file, outputs }: Stored, kind: AttachmentKind): AttachmentDetails => {
  const { mediaType, removed, ...description } = facts;
  return {
    ...description,
    name: cleanFileName(incoming.name, mediaType, kind),
    receipt: {
      removed,
      originalBytes: file.bytes,
      storedBytes: outputs.find(({ variant }) => variant === 'full')?.file.bytes ?? 0,
    },
  };
};

export const attachmentCreate = (deps: AttachmentCreateDeps): AttachmentCreate => {
  const { attachments, dataKeys } = deps;

  /** Its rows; `published` is filled in when there is something to show. */
  const rowsFor = (
    { conversationId, kind }: AttachmentUpload,
    owner: Principal,
    id: string,
    published: { record?: AttachmentRecord; details?: AttachmentDetails },
  ): IntakeRows => {
    const ownerId = owner.id;
    const reservation = { id, conversationId, ownerId, kind, createdAt: new Date(deps.clock.now()) };
    return {
      reserve: async () => {
        await attachments.reserve(reservation);
        return id;
      },
      publish: async (stored) => {
        const details = detailsOf(stored, kind);
        const { mediaType } = stored.facts;
        // A picture is a photo by whichever kind it came.
        if (mediaType.startsWith('image/')) await deps.consentGate.require(owner, 'photo');
        const publishUnder = async ({ id: keyId, key }: DataKey): Promise<boolean> => {
          const detailsSealed = sealDetails(key, id, details);
          const settled = { mediaType, bytes: details.receipt.storedBytes, detailsSealed, keyId };
          const place = { bytes: stored.file.bytes, contentMark: deps.places.markOf(stored.file.sha256) };
          const isPublished = await attachments.publish({ id, ...settled, objects: stored.objects, place });
          if (!isPublished) return false;
          published.record = { ...reservation, ...settled, status: 'available', messageId: undefined };
          published.details = details;
          return true;
        };
        return sealAndStore(dataKeys, () => dataKeys.forParticipant(conversationId, ownerId), publishUnder);
      },
      abandon: () => attachments.abandon(id),
    };
  };

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
    const { conversationId, kind, file, signal } = upload;
    const published: { record?: AttachmentRecord; details?: AttachmentDetails } = {};
    const rows = rowsFor(upload, principal, place.id, published);
    const offered = { incoming: file, policy: intakePolicies[kind] };
    const result = await runPipeline(offered, deps.intake, rows, signal);

    if (result.kind === 'reject' || !published.record) {
      const { reason, detail } =
        result.kind === 'reject' ? result.rejection : ({ reason: 'unreadable', detail: '' } as const);
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
    const attachment = toAttachmentView(published.record, published.details);
    deps.fanOut.publish('attachment:changed', { attachment }, { rooms: [principalRoom(principal.id)] });
    return attachment;
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
