/** Use case: an identity document comes in through its own door, into a store and under keys of its own (S41). */
import type { IdentityDocument } from '@senim/contract';
import { limits } from '@senim/contract/constants';
import { type IntakeParts, type IntakePolicy, type IntakeRows, runPipeline } from '#features/attachments/index';
import type { AuditEntry, AuditLog } from '#features/audit/index';
import type { ConsentGate } from '#features/consents/index';
import type { ConversationAccess } from '#features/conversations/index';
import type { Call } from '#kernel/call';
import type { Clock } from '#kernel/clock';
import { newId } from '#kernel/ids';
import { ProblemError } from '#kernel/problem-error';
import type { IncomingFile } from '#platform/transfer/incoming-file';
import type { DocumentType, IdentityDocumentRepository } from './identity-document-repository.ts';
import { toIdentityDocumentView } from './identity-document-view.ts';

export interface IdentityDocumentCreateDeps {
  readonly documents: IdentityDocumentRepository;
  /** With the vault's own store and key ring. */
  readonly intake: IntakeParts;
  readonly conversationAccess: ConversationAccess;
  readonly consentGate: ConsentGate;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

export interface IdentityDocumentUpload {
  readonly conversationId: string;
  readonly documentType: DocumentType;
  readonly file: IncomingFile;
  readonly signal: AbortSignal;
}

export type IdentityDocumentCreate = (upload: IdentityDocumentUpload, call: Call) => Promise<IdentityDocument>;

/** Fine print has to stay readable; a PDF could carry what the picture does not show. */
const policy: IntakePolicy = {
  maxBytes: limits.identityDocumentBytes,
  accepts: ['image'],
  image: { preset: 'document', maxSide: 4_096 },
};

export const identityDocumentCreate =
  (deps: IdentityDocumentCreateDeps): IdentityDocumentCreate =>
  async ({ conversationId, documentType, file, signal }, { principal, traceId }) => {
    const conversation = await deps.conversationAccess.requireWritable(principal, conversationId);
    // What two people show each other is not for the company's verifiers.
    if (conversation.kind !== 'support') throw new ProblemError('conversation/not-found');
    await deps.consentGate.require(principal);

    const createdAt = new Date(deps.clock.now());
    const id = newId(createdAt.getTime());
    const document = { id, conversationId, ownerId: principal.id, documentType, createdAt };
    const entry: Omit<AuditEntry, 'outcome'> = {
      operation: 'identity-document-create',
      actorId: principal.id,
      resource: `identity-document:${id}`,
      subjectId: principal.id,
      purpose: 'verification',
      traceId,
      details: { documentType },
    };
    const rows: IntakeRows = {
      // The row comes last: there is nothing to see before the document is stored.
      reserve: async () => id,
      publish: (stored) => deps.documents.publish({ ...document, mediaType: stored.facts.mediaType }, stored.objects),
      abandon: () => deps.documents.abandon(id),
    };
    const result = await runPipeline({ incoming: file, policy }, deps.intake, rows, signal);

    if (result.kind === 'reject') {
      const { reason, detail } = result.rejection;
      await deps.audit.append({ ...entry, outcome: 'refused', details: { documentType, reason } });
      throw new ProblemError(`attachment/${reason}`, { detail: `unable to take the document; ${detail}` });
    }
    await deps.audit.append({ ...entry, outcome: 'done' });
    return toIdentityDocumentView({ ...document, status: 'stored', mediaType: result.upload.facts.mediaType });
  };
