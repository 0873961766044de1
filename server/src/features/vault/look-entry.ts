/** How looks stand in the audit log: granted or refused, by whom, at whose document; no words of anybody. */
import type { AuditEntry, AuditLog } from '#features/audit/index';
import type { Call } from '#kernel/call';
import type { IdentityDocumentRepository } from './identity-document-repository.ts';

export interface LookAuditDeps {
  readonly documents: Pick<IdentityDocumentRepository, 'find'>;
  readonly audit: AuditLog;
}

export type LookOperation =
  | 'identity-document-content'
  | 'identity-document-look-open'
  | 'identity-document-look-decide'
  | 'identity-document-break-glass';

export type RefusedLookRecord = (id: string, call: Call) => Promise<void>;

export const lookEntry = (
  operation: LookOperation,
  document: { readonly id: string; readonly ownerId?: string | undefined },
  { principal, traceId }: Call,
): Omit<AuditEntry, 'outcome'> => ({
  operation,
  actorId: principal.id,
  actorRoles: principal.roles,
  resource: `identity-document:${document.id}`,
  ...(document.ownerId === undefined ? {} : { subjectId: document.ownerId }),
  purpose: 'verification',
  traceId,
});

/** Somebody was turned away at the door. */
export const refusedLookRecord =
  ({ documents, audit }: LookAuditDeps, operation: LookOperation): RefusedLookRecord =>
  async (id, call) => {
    const ownerId = (await documents.find(id))?.ownerId;
    await audit.append({ ...lookEntry(operation, { id, ownerId }, call), outcome: 'refused' });
  };
