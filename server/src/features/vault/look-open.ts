/** Use case: a look is opened for some minutes, or asked of a second person; breaking glass is possible, and loud. */
import type { LookCause, routes } from '@senim/contract';
import type { AuditLog } from '#features/audit/index';
import type { Call } from '#kernel/call';
import type { Clock } from '#kernel/clock';
import type { DataKey, DataKeys } from '#kernel/data-keys';
import type { RouteHandler } from '#kernel/http-route';
import { newId } from '#kernel/ids';
import type { Logger } from '#kernel/logger';
import { hasRole, type Principal } from '#kernel/principal';
import { ProblemError } from '#kernel/problem-error';
import { seal } from '#kernel/seal';
import type { IdentityDocumentRecord, IdentityDocumentRepository } from './identity-document-repository.ts';
import { lookEntry } from './look-entry.ts';
import type { LookRecord, LookRepository } from './look-repository.ts';
import { type LookViewDeps, lookReasonContext, toLookViews } from './look-view.ts';

export interface LookOpenDeps extends LookViewDeps {
  readonly documents: Pick<IdentityDocumentRepository, 'find'>;
  readonly looks: LookRepository;
  readonly vaultKeys: Pick<DataKeys, 'open'> & { forPerson(principalId: string): Promise<DataKey> };
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long a look stays open. */
  readonly openSeconds: number;
  /** Another verifier has to approve each look. */
  readonly needsSecondPerson: boolean;
}

export interface WantedLook {
  readonly cause?: LookCause | undefined;
  readonly reason: string | undefined;
  readonly isGlassBroken: boolean;
}

/** As long as a second person may take to decide. */
const WAITS_MS = 30 * 60_000;

const roleOf = (principal: Principal): LookRecord['role'] | undefined =>
  (['verifier', 'privacy-officer', 'authorised-representative'] as const).find((role) => hasRole(principal, role));

/** Keeps a look; nothing has been shown yet. */
export const addLook = async (
  deps: LookOpenDeps,
  document: IdentityDocumentRecord,
  { cause, reason, isGlassBroken }: WantedLook,
  { principal }: Call,
): Promise<LookRecord> => {
  const role = roleOf(principal);
  if (!role) throw new ProblemError('auth/forbidden');
  const now = deps.clock.now();
  const id = newId(now);
  const key = reason === undefined ? undefined : await deps.vaultKeys.forPerson(document.ownerId);
  const waits = deps.needsSecondPerson && !isGlassBroken;
  const look = {
    id,
    documentId: document.id,
    viewerId: principal.id,
    role,
    cause,
    reason: key && { sealed: seal(key.key, reason ?? '', lookReasonContext(id)), keyId: key.id },
    isGlassBroken,
    createdAt: new Date(now),
    waitsUntil: waits ? new Date(now + WAITS_MS) : undefined,
    openUntil: waits ? undefined : new Date(now + deps.openSeconds * 1_000),
  };
  await deps.looks.add(look);
  const { documentType, pages, ownerId } = document;
  return { ...look, documentType, pages, ownerId, isApproved: undefined };
};

export const lookOpen =
  (deps: LookOpenDeps): RouteHandler<typeof routes.identityDocumentLookOpen> =>
  async ({ params, body: { cause, reason, breakGlass: isGlassBroken }, ...call }) => {
    const document = await deps.documents.find(params.id);
    const operation = isGlassBroken ? 'identity-document-break-glass' : 'identity-document-look-open';
    const entry = lookEntry(operation, { id: params.id, ownerId: document?.ownerId }, call);
    const refuse = async (code: 'auth/forbidden' | 'identity-document/not-found'): Promise<never> => {
      await deps.audit.append({ ...entry, outcome: 'refused' });
      throw new ProblemError(code);
    };
    // Who is no verifier looks only when nobody else can.
    if (!isGlassBroken && !hasRole(call.principal, 'verifier')) return refuse('auth/forbidden');
    if (document?.status !== 'stored') return refuse('identity-document/not-found');
    const look = await addLook(deps, document, { cause, reason, isGlassBroken }, call);
    const needsApproval = look.waitsUntil !== undefined;
    await deps.audit.append({ ...entry, outcome: 'granted', details: { look: look.id, cause, needsApproval } });
    if (isGlassBroken) deps.logger.warn({ look: look.id }, 'glass was broken to look at an identity document');
    const [view] = await toLookViews(deps, [look], deps.clock.now());
    return view as NonNullable<typeof view>;
  };
