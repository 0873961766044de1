/** Puts storing together: the separate door, destruction, and the sweep after a crash. */
import type { routes } from '@senim/contract';
import { LEFT_OVER_AFTER_MS } from '#features/attachments/index';
import type { RouteHandler } from '#kernel/http-route';
import { type IdentityDocumentAdmit, identityDocumentAdmit } from './identity-document-admit.ts';
import {
  type IdentityDocumentCreate,
  type IdentityDocumentCreateDeps,
  identityDocumentCreate,
} from './identity-document-create.ts';
import { toIdentityDocumentView } from './identity-document-view.ts';

export type VaultDeps = Omit<IdentityDocumentCreateDeps, 'admit'>;

export interface Vault {
  readonly admit: IdentityDocumentAdmit;
  readonly create: IdentityDocumentCreate;
  readonly list: RouteHandler<typeof routes.identityDocumentList>;
  /** For retention; can be repeated. */
  destroy(ids: readonly string[]): Promise<void>;
  /**
   * At the start, and every few minutes: removes what broken-off uploads and a killed server left behind.
   *
   * @param before milliseconds since the epoch; what is older and pending is left over. By default LEFT_OVER_AFTER_MS ago.
   */
  sweep(before?: number): Promise<{ readonly doomedRemoved: number; readonly orphansRemoved: number }>;
}

const LIST_LIMIT = 100;
const BATCH = 500;

export const createVault = (deps: VaultDeps): Vault => {
  const { documents, intake, clock } = deps;
  const { objects } = intake;
  const admit = identityDocumentAdmit(deps);
  return {
    admit,
    create: identityDocumentCreate({ ...deps, admit }),
    list: async ({ query }) => ({
      identityDocuments: (await documents.list(query.conversationId, LIST_LIMIT)).map(toIdentityDocumentView),
    }),
    destroy: async (ids) => {
      for (let at = 0; at < ids.length; at += BATCH) {
        const batch = ids.slice(at, at + BATCH);
        await documents.destroy(batch);
        await objects.removeDoomed(batch);
      }
    },
    sweep: (before = clock.now() - LEFT_OVER_AFTER_MS) => objects.sweep(before),
  };
};
