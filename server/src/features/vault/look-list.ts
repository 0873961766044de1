/** Use cases: the looks that staff have to know of, and a person's own documents with everybody's looks at them. */
import type { MyIdentityDocument, routes } from '@senim/contract';
import type { RouteHandler } from '#kernel/http-route';
import { hasRole, type Principal } from '#kernel/principal';
import { ProblemError } from '#kernel/problem-error';
import { toIdentityDocumentView } from './identity-document-view.ts';
import type { LookOpenDeps } from './look-open.ts';
import type { LookRepository, LooksWanted } from './look-repository.ts';
import { toLookAtMine, toLookViews } from './look-view.ts';

const MOST_LOOKS = 100;
const MOST_DOCUMENTS = 100;

const wanted = (which: LooksWanted['which'], principal: Principal, at: Date): LooksWanted => {
  if (which === 'waiting' && !hasRole(principal, 'verifier')) throw new ProblemError('auth/forbidden');
  if (which === 'broken-glass' && !hasRole(principal, 'privacy-officer', 'authorised-representative')) {
    throw new ProblemError('auth/forbidden');
  }
  if (which === 'mine') return { which, viewerId: principal.id };
  return which === 'waiting' ? { which, at } : { which };
};

export const lookList =
  (deps: LookOpenDeps): RouteHandler<typeof routes.identityDocumentLookList> =>
  async ({ principal, query }) => {
    const now = deps.clock.now();
    const looks = await deps.looks.list(wanted(query.which, principal, new Date(now)), MOST_LOOKS);
    return { looks: await toLookViews(deps, looks, now) };
  };

/** The newest documents, each with the newest looks at it. */
export const documentsWithLooks = async (looks: LookRepository, ownerId: string): Promise<MyIdentityDocument[]> => {
  const documents = await looks.documentsOf(ownerId, MOST_DOCUMENTS);
  const withLooks: MyIdentityDocument[] = [];
  for (const document of documents) {
    const shown = await looks.shownOf(document.id, MOST_LOOKS);
    withLooks.push({ ...toIdentityDocumentView(document), looks: shown.map(toLookAtMine) });
  }
  return withLooks;
};
