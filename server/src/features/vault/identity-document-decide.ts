/** Use case: a verifier decides; the result is kept sealed, the picture is destroyed, and the person is told (S41). */
import type { routes, Verification } from '@senim/contract';
import type { AuditEntry } from '#features/audit/index';
import type { Clock } from '#kernel/clock';
import type { DataKey } from '#kernel/data-keys';
import type { RouteCall, RouteHandler } from '#kernel/http-route';
import { newId } from '#kernel/ids';
import type { Logger } from '#kernel/logger';
import { ProblemError } from '#kernel/problem-error';
import { seal } from '#kernel/seal';
import type { FanOut } from '#realtime/fan-out';
import { principalRoom } from '#realtime/room-names';
import { type ComparedProfile, differencesOf } from './decision-differences.ts';
import { judgeFields } from './decision-fields.ts';
import type { DecisionRepository, VerificationRecord } from './decision-repository.ts';
import type { IdentityDocumentRecord, IdentityDocumentRepository } from './identity-document-repository.ts';
import { detailsContext, toVerificationView, type VerificationDetails } from './verification-details.ts';

export interface IdentityDocumentDecideDeps {
  readonly documents: Pick<IdentityDocumentRepository, 'find'>;
  readonly decisions: DecisionRepository;
  readonly vaultKeys: { forPerson(principalId: string): Promise<DataKey> };
  readonly profileOf: (principalId: string) => Promise<ComparedProfile>;
  /** Removes the bytes of what is destroyed already. */
  readonly vault: { destroy(ids: readonly string[]): Promise<void> };
  readonly fanOut: Pick<FanOut, 'publish'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A rejection counts when two verifiers have made it. */
  readonly isFourEyes: boolean;
}

type Route = typeof routes.identityDocumentDecide;
type Body = RouteCall<Route>['body'];

const OPERATION = 'identity-document-decide';

/** Throws `identity-document/fields-invalid` with codes, never with a value. */
const requireSound = (faults: readonly string[]): void => {
  if (faults.length === 0) return;
  throw new ProblemError('identity-document/fields-invalid', {
    detail: `unable to decide; ${faults.join(', ')}`,
    errors: faults.map((code) => ({ pointer: '/fields', code, detail: code })),
  });
};

const requireNote = (body: Body): void => {
  if (body.result === 'verified' || body.reason !== 'other' || body.note !== undefined) return;
  const errors = [{ pointer: '/note', code: 'missing', detail: 'the reason “other” needs words' }];
  throw new ProblemError('request/invalid', { errors });
};

const detailsOf = async (
  { profileOf }: Pick<IdentityDocumentDecideDeps, 'profileOf'>,
  body: Body,
  ownerId: string,
  now: Date,
): Promise<VerificationDetails> => {
  if (body.result === 'rejected') return { fields: {}, note: body.note, differences: [] };
  const { fields, faults } = judgeFields(body, now);
  requireSound(faults);
  return { fields, differences: differencesOf(await profileOf(ownerId), fields) };
};

export const identityDocumentDecide = (deps: IdentityDocumentDecideDeps): RouteHandler<Route> => {
  const { documents, decisions, clock } = deps;

  const removeBytes = async (documentId: string): Promise<void> => {
    try {
      await deps.vault.destroy([documentId]);
    } catch (error) {
      // Without its key nobody can read it; the sweep removes it when the store is back.
      deps.logger.warn({ error }, 'the rest of a destroyed identity document could not be removed');
    }
  };

  const tellOwner = (record: VerificationRecord, details: VerificationDetails, today: string): void => {
    const verification = toVerificationView(record, details, 'owner', today);
    deps.fanOut.publish('identity-document:changed', { verification }, { rooms: [principalRoom(record.subjectId)] });
  };

  const store = async (
    document: IdentityDocumentRecord,
    { body, principal, traceId }: RouteCall<Route>,
  ): Promise<Verification> => {
    const now = new Date(clock.now());
    const today = now.toISOString().slice(0, 10);
    const details = await detailsOf(deps, body, document.ownerId, now);
    const id = newId(clock.now());
    const { id: keyId, key } = await deps.vaultKeys.forPerson(document.ownerId);
    const reason = body.result === 'rejected' ? body.reason : undefined;
    const entry: AuditEntry = {
      operation: OPERATION,
      outcome: 'done',
      actorId: principal.id,
      actorRoles: principal.roles,
      resource: `identity-document:${document.id}`,
      subjectId: document.ownerId,
      purpose: 'verification',
      traceId,
      details: { result: body.result, ...(reason ? { reason } : {}), differences: details.differences.length },
    };
    const outcome = await decisions.decide({
      verification: {
        ...{ id, documentId: document.id, subjectId: document.ownerId, documentType: document.documentType },
        ...{ result: body.result, reason, checkedBy: principal.id, checkedAt: now, keyId },
        detailsSealed: seal(key, JSON.stringify(details), detailsContext(id)),
      },
      needsSecond: deps.isFourEyes,
      entry,
    });
    if (outcome.kind !== 'stored') throw new ProblemError(`identity-document/${outcome.kind}`);
    if (outcome.isDestroyed) await removeBytes(document.id);
    if (outcome.verification.state === 'final') tellOwner(outcome.verification, details, today);
    return toVerificationView(outcome.verification, details, 'verifier', today);
  };

  return async (call) => {
    requireNote(call.body);
    const document = await documents.find(call.params.id);
    if (!document) throw new ProblemError('identity-document/not-found');
    return store(document, call);
  };
};
