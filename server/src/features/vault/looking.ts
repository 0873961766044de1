/** Puts looking together: opening a look, the second person, what is shown, and who learns of it. */
import type { MyIdentityDocument, routes } from '@senim/contract';
import type { RouteHandler } from '#kernel/http-route';
import {
  type IdentityDocumentContentDeps,
  type IdentityDocumentContentGet,
  identityDocumentContent,
} from './identity-document-content.ts';
import { lookDecide } from './look-decide.ts';
import { type RefusedLookRecord, refusedLookRecord } from './look-entry.ts';
import { documentsWithLooks, lookList } from './look-list.ts';
import { lookOpen } from './look-open.ts';

export type LookingDeps = IdentityDocumentContentDeps;

export interface Looking {
  readonly content: IdentityDocumentContentGet;
  readonly open: RouteHandler<typeof routes.identityDocumentLookOpen>;
  readonly decide: RouteHandler<typeof routes.identityDocumentLookDecide>;
  readonly list: RouteHandler<typeof routes.identityDocumentLookList>;
  readonly mine: RouteHandler<typeof routes.myIdentityDocumentList>;
  readonly documentsOf: (ownerId: string) => Promise<readonly MyIdentityDocument[]>;
  readonly recordRefused: { readonly content: RefusedLookRecord; readonly open: RefusedLookRecord };
}

export const createLooking = (deps: LookingDeps): Looking => {
  const documentsOf = (ownerId: string) => documentsWithLooks(deps.looks, ownerId);
  return {
    content: identityDocumentContent(deps),
    open: lookOpen(deps),
    decide: lookDecide(deps),
    list: lookList(deps),
    mine: async ({ principal }) => ({ identityDocuments: await documentsOf(principal.id) }),
    documentsOf,
    recordRefused: {
      content: refusedLookRecord(deps, 'identity-document-content'),
      open: refusedLookRecord(deps, 'identity-document-look-open'),
    },
  };
};
