/** Use case: a second verifier approves or refuses a look; nobody decides on their own. */
import type { routes } from '@senim/contract';
import type { RouteHandler } from '#kernel/http-route';
import { ProblemError } from '#kernel/problem-error';
import { lookEntry } from './look-entry.ts';
import type { LookOpenDeps } from './look-open.ts';
import { lookState } from './look-state.ts';
import { toLookViews } from './look-view.ts';

export const lookDecide =
  (deps: LookOpenDeps): RouteHandler<typeof routes.identityDocumentLookDecide> =>
  async ({ params, body: { decision }, ...call }) => {
    const look = await deps.looks.find(params.id);
    if (!look) throw new ProblemError('identity-document/look-not-found');
    const now = deps.clock.now();
    const document = { id: look.documentId, ownerId: look.ownerId };
    const entry = {
      ...lookEntry('identity-document-look-decide', document, call),
      details: { look: look.id, decision },
    };
    const isOwn = look.viewerId === call.principal.id;
    if (isOwn || lookState(look, now) !== 'waiting') {
      await deps.audit.append({ ...entry, outcome: 'refused' });
      if (isOwn) throw new ProblemError('auth/forbidden', { detail: 'nobody decides on a look of their own' });
      throw new ProblemError('identity-document/look-over');
    }
    // Recorded first: what is approved can be looked at from that moment.
    await deps.audit.append({ ...entry, outcome: 'done' });
    const isApproved = decision === 'approve';
    const openUntil = isApproved ? new Date(now + deps.openSeconds * 1_000) : undefined;
    const isOurs = await deps.looks.decide(look.id, {
      decidedBy: call.principal.id,
      ...{ isApproved, openUntil, at: new Date(now) },
    });
    if (!isOurs) throw new ProblemError('identity-document/look-over');
    const [view] = await toLookViews(deps, [{ ...look, isApproved, openUntil }], now);
    return view as NonNullable<typeof view>;
  };
