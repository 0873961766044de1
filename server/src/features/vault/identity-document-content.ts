/** Use case: a verifier looks at an identity document; every look is recorded before the first byte leaves. */
import type { AuditEntry, AuditLog } from '#features/audit/index';
import type { Call } from '#kernel/call';
import { hasRole } from '#kernel/principal';
import { ProblemError } from '#kernel/problem-error';
import type { OpenedPayload } from '#platform/sealing/open-payload';
import type { SealedObjects } from '#platform/stores/sealed-objects';
import type { IdentityDocumentRecord, IdentityDocumentRepository } from './identity-document-repository.ts';

export interface IdentityDocumentContentDeps {
  readonly documents: IdentityDocumentRepository;
  readonly objects: SealedObjects;
  readonly audit: AuditLog;
}

export interface IdentityDocumentLook {
  readonly id: string;
  /** Why the verifier looks; whether there was one is recorded, its words are not. */
  readonly reason: string | undefined;
}

export interface IdentityDocumentContent {
  readonly payload: OpenedPayload;
  readonly mediaType: string;
  readonly name: string;
}

export type IdentityDocumentContentGet = (look: IdentityDocumentLook, call: Call) => Promise<IdentityDocumentContent>;

export type RefusedLookRecord = (id: string, call: Call) => Promise<void>;

const lookEntry = (
  id: string,
  record: IdentityDocumentRecord | undefined,
  { principal, traceId }: Call,
): Omit<AuditEntry, 'outcome'> => ({
  operation: 'identity-document-content',
  actorId: principal.id,
  actorRoles: principal.roles,
  resource: `identity-document:${id}`,
  ...(record ? { subjectId: record.ownerId } : {}),
  purpose: 'verification',
  traceId,
});

/** Somebody was turned away at the door. */
export const refusedLookRecord =
  ({ documents, audit }: Pick<IdentityDocumentContentDeps, 'documents' | 'audit'>): RefusedLookRecord =>
  async (id, call) => {
    await audit.append({ ...lookEntry(id, await documents.find(id), call), outcome: 'refused' });
  };

export const identityDocumentContent =
  (deps: IdentityDocumentContentDeps): IdentityDocumentContentGet =>
  async ({ id, reason }, call) => {
    const record = await deps.documents.find(id);
    const entry = { ...lookEntry(id, record, call), details: { hasReason: reason !== undefined } };
    const refuse = async (code: 'auth/forbidden' | 'identity-document/not-found'): Promise<never> => {
      await deps.audit.append({ ...entry, outcome: 'refused' });
      throw new ProblemError(code);
    };
    if (!hasRole(call.principal, 'verifier')) return refuse('auth/forbidden');
    // The role is enough: a verifier need not be able to read the conversation, which is a support conversation always.
    if (record?.status !== 'stored') return refuse('identity-document/not-found');
    await deps.audit.append({ ...entry, outcome: 'granted' });
    const payload = await deps.objects.open(id, 'full');
    if (!payload) throw new ProblemError('identity-document/not-found');
    return { payload, mediaType: record.mediaType, name: `${record.documentType}.jpg` };
  };
