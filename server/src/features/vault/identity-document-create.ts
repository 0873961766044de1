/** Use case: an identity document comes in through its own door, into a store and under keys of its own (S41). */
import type { IdentityDocument } from '@senim/contract';
import { limits } from '@senim/contract/constants';
import { type IntakeParts, type IntakeRows, requireSameBytes, runPipeline } from '#features/attachments/index';
import type { AuditEntry, AuditLog } from '#features/audit/index';
import type { Call } from '#kernel/call';
import { ProblemError } from '#kernel/problem-error';
import type { MediaFacts } from '#platform/media/media-job';
import type { HeldPlace, RepeatedPlace } from '#platform/quotas/upload-places';
import type { IncomingFile } from '#platform/transfer/incoming-file';
import {
  type IdentityDocumentAdmit,
  type IdentityDocumentAdmitDeps,
  type IdentityDocumentWish,
  identityDocumentPolicy,
  requireMayHandOver,
} from './identity-document-admit.ts';
import type { IdentityDocumentRepository } from './identity-document-repository.ts';
import { toIdentityDocumentView } from './identity-document-view.ts';

export interface IdentityDocumentCreateDeps extends IdentityDocumentAdmitDeps {
  readonly documents: IdentityDocumentRepository;
  /** With the vault's own store and key ring. */
  readonly intake: IntakeParts;
  readonly admit: IdentityDocumentAdmit;
  readonly audit: AuditLog;
}

export interface IdentityDocumentUpload extends IdentityDocumentWish {
  /** Held before, and given back by whoever held it; admitted now when there is none. */
  readonly place?: HeldPlace;
  readonly file: IncomingFile;
  readonly signal: AbortSignal;
}

export type IdentityDocumentCreate = (upload: IdentityDocumentUpload, call: Call) => Promise<IdentityDocument>;

const pictureFacts = ({ mediaType, pages = 1 }: MediaFacts) => ({ mediaType, pages });

/** When a malware scanner that is down may be up again. */
const RETRY_AFTER_MS = 30_000;

export const identityDocumentCreate = (deps: IdentityDocumentCreateDeps): IdentityDocumentCreate => {
  const { documents, places } = deps;

  const repeat = async ({ file }: IdentityDocumentUpload, place: RepeatedPlace): Promise<IdentityDocument> => {
    const spooled = await file.receive(limits.identityDocumentBytes);
    await using _ = spooled === 'too-large' ? undefined : spooled;
    requireSameBytes(places, place, spooled === 'too-large' ? undefined : spooled.sha256);
    const record = await documents.find(place.id);
    if (!record) throw new ProblemError('identity-document/not-found');
    return toIdentityDocumentView(record);
  };

  const create = async (
    { conversationId, documentType, requestId, file, signal }: IdentityDocumentUpload,
    { id }: HeldPlace,
    call: Call,
  ): Promise<IdentityDocument> => {
    const { principal, traceId } = call;
    const createdAt = new Date(deps.clock.now());
    const document = { id, conversationId, ownerId: principal.id, documentType, requestId, createdAt };
    const entry: Omit<AuditEntry, 'outcome'> = {
      operation: 'identity-document-create',
      actorId: principal.id,
      resource: `identity-document:${id}`,
      subjectId: principal.id,
      purpose: 'verification',
      traceId,
      details: { documentType, ...(requestId === undefined ? {} : { requestId }) },
    };
    const rows: IntakeRows = {
      // The row comes last: there is nothing to see before the document is stored.
      reserve: async () => id,
      publish: (stored) => {
        const place = { bytes: stored.file.bytes, contentMark: places.markOf(stored.file.sha256) };
        return documents.publish({ ...document, ...pictureFacts(stored.facts) }, stored.objects, place);
      },
      abandon: () => documents.abandon(id),
    };
    const policy = identityDocumentPolicy(documentType);
    const result = await runPipeline({ incoming: file, policy }, deps.intake, rows, signal);

    // Not held as attachments are: who hands over a document waits for the answer, and the vault keeps nothing unchecked.
    if (result.kind === 'hold') {
      throw new ProblemError('service/unavailable', {
        detail: `unable to take the document; the malware scanner has no verdict (${result.why})`,
        retryAfterMs: RETRY_AFTER_MS,
      });
    }
    if (result.kind === 'reject') {
      const { reason, detail } = result.rejection;
      await deps.audit.append({ ...entry, outcome: 'refused', details: { ...entry.details, reason } });
      throw new ProblemError(`attachment/${reason}`, { detail: `unable to take the document; ${detail}` });
    }
    await deps.audit.append({ ...entry, outcome: 'done' });
    await deps.answers.answered(document, id, call);
    return toIdentityDocumentView({ ...document, status: 'stored', ...pictureFacts(result.upload.facts) });
  };

  return async (upload, call) => {
    if (upload.place) {
      await requireMayHandOver(deps, upload, call);
      return create(upload, upload.place, call);
    }
    const place = await deps.admit(upload, call);
    if (place.kind === 'repeated') return repeat(upload, place);
    await using _ = place;
    return await create(upload, place, call);
  };
};
