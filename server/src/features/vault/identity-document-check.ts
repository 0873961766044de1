/** Use case: a verifier has a zone read and fields compared before deciding; nothing is kept but that it was done. */
import type { routes } from '@senim/contract';
import type { AuditLog } from '#features/audit/index';
import type { Clock } from '#kernel/clock';
import type { RouteHandler } from '#kernel/http-route';
import { ProblemError } from '#kernel/problem-error';
import { type ComparedProfile, differencesOf } from './decision-differences.ts';
import { judgeFields } from './decision-fields.ts';
import type { IdentityDocumentRepository } from './identity-document-repository.ts';

export interface IdentityDocumentCheckDeps {
  readonly documents: Pick<IdentityDocumentRepository, 'find'>;
  readonly profileOf: (principalId: string) => Promise<ComparedProfile>;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/** Result codes, no values (S67). */
export const identityDocumentCheck =
  ({
    documents,
    profileOf,
    audit,
    clock,
  }: IdentityDocumentCheckDeps): RouteHandler<typeof routes.identityDocumentCheck> =>
  async ({ params, body, principal, traceId }) => {
    const document = await documents.find(params.id);
    if (document?.status !== 'stored') throw new ProblemError('identity-document/not-found');
    const { fields, faults } = judgeFields(body, new Date(clock.now()));
    const differences = differencesOf(await profileOf(document.ownerId), fields);
    await audit.append({
      operation: 'identity-document-check',
      outcome: 'done',
      actorId: principal.id,
      actorRoles: principal.roles,
      resource: `identity-document:${document.id}`,
      subjectId: document.ownerId,
      purpose: 'verification',
      traceId,
      details: { faults: faults.join(' '), differences: differences.map(({ field }) => field).join(' ') },
    });
    return { fields, faults: [...faults], differences };
  };
