/** Use case: a file comes in; it is taken whole and safe, or not at all. */
import type { Attachment } from '@senim/contract';
import type { AuditLog } from '#features/audit/index';
import type { ConsentGate } from '#features/consents/index';
import type { ConversationAccess } from '#features/conversations/index';
import type { Call } from '#kernel/call';
import type { Clock } from '#kernel/clock';
import type { DataKey, DataKeys } from '#kernel/data-keys';
import { newId } from '#kernel/ids';
import type { Principal } from '#kernel/principal';
import { ProblemError } from '#kernel/problem-error';
import { sealAndStore } from '#kernel/seal-and-store';
import type { IncomingFile } from '#platform/transfer/incoming-file';
import type { FanOut } from '#realtime/fan-out';
import { principalRoom } from '#realtime/room-names';
import { type AttachmentKind, intakePolicies } from './attachment-limits.ts';
import type { AttachmentDetails, AttachmentRecord } from './attachment-record.ts';
import type { AttachmentRepository } from './attachment-repository.ts';
import { sealDetails, toAttachmentView } from './attachment-view.ts';
import { cleanFileName } from './clean-file-name.ts';
import type { IntakeParts, IntakeRows } from './pipeline/intake-context.ts';
import { runPipeline } from './pipeline/run-pipeline.ts';
import type { Stored } from './pipeline/upload.ts';

export interface AttachmentCreateDeps {
  readonly attachments: AttachmentRepository;
  readonly intake: IntakeParts;
  readonly conversationAccess: ConversationAccess;
  readonly consentGate: ConsentGate;
  readonly dataKeys: DataKeys;
  readonly audit: AuditLog;
  readonly fanOut: FanOut;
  readonly clock: Clock;
}

export interface AttachmentUpload {
  readonly conversationId: string;
  readonly kind: AttachmentKind;
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
    published: { record?: AttachmentRecord; details?: AttachmentDetails },
  ): IntakeRows => {
    const id = newId(deps.clock.now());
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
          const isPublished = await attachments.publish({ id, ...settled, objects: stored.objects });
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

  return async (upload, { principal, traceId }) => {
    const { conversationId, kind, file, signal } = upload;
    await deps.conversationAccess.requireWritable(principal, conversationId);
    await deps.consentGate.require(principal, kind === 'file' ? undefined : kind);

    const published: { record?: AttachmentRecord; details?: AttachmentDetails } = {};
    const rows = rowsFor(upload, principal, published);
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
};
