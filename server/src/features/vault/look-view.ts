/** What leaves the server of looks: with names and reasons for staff, without them for the owner. */
import type { IdentityDocumentLook, LookAtMine } from '@senim/contract';
import type { DataKeys } from '#kernel/data-keys';
import { unseal } from '#kernel/seal';
import type { LookRecord, ShownLook } from './look-repository.ts';
import { lookState } from './look-state.ts';

export interface LookViewDeps {
  readonly vaultKeys: Pick<DataKeys, 'open'>;
  /** By which colleagues know an agent. */
  readonly nameOf: (agentId: string) => Promise<string | undefined>;
}

export const lookReasonContext = (lookId: string): string => `identity-document-look:${lookId}`;

export const toLookViews = async (
  { vaultKeys, nameOf }: LookViewDeps,
  looks: readonly LookRecord[],
  now: number,
): Promise<IdentityDocumentLook[]> => {
  const keys = await vaultKeys.open([...new Set(looks.flatMap(({ reason }) => (reason ? [reason.keyId] : [])))]);
  const viewers = [...new Set(looks.map(({ viewerId }) => viewerId))];
  const names = new Map(await Promise.all(viewers.map(async (id) => [id, await nameOf(id)] as const)));
  return looks.map((look) => {
    const key = look.reason && keys.get(look.reason.keyId);
    const viewerName = names.get(look.viewerId);
    return {
      id: look.id,
      identityDocumentId: look.documentId,
      documentType: look.documentType,
      viewerId: look.viewerId,
      ...(viewerName ? { viewerName } : {}),
      role: look.role,
      ...(look.cause ? { cause: look.cause } : {}),
      ...(look.reason && key
        ? { reason: unseal(key.key, look.reason.sealed, lookReasonContext(look.id)).toString() }
        : {}),
      isGlassBroken: look.isGlassBroken,
      state: lookState(look, now),
      pages: look.pages,
      createdAt: look.createdAt.toISOString(),
      ...(look.openUntil ? { openUntil: look.openUntil.toISOString() } : {}),
    };
  });
};

export const toLookAtMine = ({ shownAt, role, cause, isGlassBroken }: ShownLook): LookAtMine => ({
  at: shownAt.toISOString(),
  role,
  ...(cause ? { cause } : {}),
  isGlassBroken,
});
