/** Use case: a page of an identity document is shown; each time is recorded before the first byte leaves. */
import type { Call } from '#kernel/call';
import { hasRole } from '#kernel/principal';
import { ProblemError } from '#kernel/problem-error';
import type { OpenedPayload } from '#platform/sealing/open-payload';
import type { IdentityDocumentRecord } from './identity-document-repository.ts';
import { lookEntry } from './look-entry.ts';
import { addLook, type LookOpenDeps } from './look-open.ts';
import { drawForLook, type LookPictureDeps } from './look-picture.ts';
import type { LookRecord } from './look-repository.ts';
import { lookState, watermarkOf } from './look-state.ts';

export type IdentityDocumentContentDeps = LookOpenDeps & LookPictureDeps;

export interface IdentityDocumentShow {
  readonly id: string;
  /** A look that is open; without one a verifier opens it by this very request, where no second person is needed. */
  readonly lookId: string | undefined;
  /** Why that verifier looks; whether there was one is recorded, its words are not. */
  readonly reason: string | undefined;
  /** From 1 on. */
  readonly page: number;
}

export interface IdentityDocumentContent {
  readonly payload: OpenedPayload;
  readonly mediaType: string;
  readonly name: string;
}

export type IdentityDocumentContentGet = (show: IdentityDocumentShow, call: Call) => Promise<IdentityDocumentContent>;

type Refusal =
  | 'auth/forbidden'
  | 'identity-document/not-found'
  | 'identity-document/look-not-found'
  | 'identity-document/look-waiting'
  | 'identity-document/look-over';

const whyNotOpen = (look: LookRecord | undefined, documentId: string, call: Call, now: number): Refusal | undefined => {
  if (look?.documentId !== documentId || look.viewerId !== call.principal.id) return 'identity-document/look-not-found';
  const state = lookState(look, now);
  if (state === 'waiting') return 'identity-document/look-waiting';
  return state === 'open' ? undefined : 'identity-document/look-over';
};

export const identityDocumentContent = (deps: IdentityDocumentContentDeps): IdentityDocumentContentGet => {
  const { documents, looks, audit, clock } = deps;

  const why = (
    { id, lookId, page }: IdentityDocumentShow,
    record: IdentityDocumentRecord | undefined,
    look: LookRecord | undefined,
    call: Call,
  ): Refusal | undefined => {
    // Others can break glass, and come with a look.
    if (lookId === undefined && !hasRole(call.principal, 'verifier')) return 'auth/forbidden';
    // The role is enough: a verifier need not be able to read the conversation, which is a support conversation always.
    if (record?.status !== 'stored' || page > record.pages) return 'identity-document/not-found';
    if (lookId !== undefined) return whyNotOpen(look, id, call, clock.now());
    return deps.needsSecondPerson ? 'identity-document/look-waiting' : undefined;
  };

  return async (show, call) => {
    const { id, lookId, reason, page } = show;
    const record = await documents.find(id);
    const known = lookId === undefined ? undefined : await looks.find(lookId);
    const hasReason = (known ? known.reason : reason) !== undefined;
    const entry = { ...lookEntry('identity-document-content', { id, ownerId: record?.ownerId }, call) };
    const refusal = why(show, record, known, call);
    if (refusal || !record) {
      await audit.append({ ...entry, outcome: 'refused', details: { hasReason } });
      throw new ProblemError(refusal ?? 'identity-document/not-found');
    }
    const look = known ?? (await addLook(deps, record, { reason, isGlassBroken: false }, call));
    await audit.append({ ...entry, outcome: 'granted', details: { hasReason, look: look.id, page } });
    await looks.markShown(look.id, new Date(clock.now()));
    const text = watermarkOf(await deps.nameOf(look.viewerId), look, clock.now());
    const payload = await drawForLook(deps, record, page, text);
    return { payload, mediaType: 'image/jpeg', name: `${record.documentType}.jpg` };
  };
};
