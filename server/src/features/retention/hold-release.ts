/** Route: the conversation may be destroyed again when its term is over. */
import type { routes } from '@senim/contract';
import type { AuditLog } from '#features/audit/index';
import type { RouteHandler } from '#kernel/http-route';
import { ProblemError } from '#kernel/problem-error';
import type { HoldRepository } from './hold-repository.ts';
import { toHoldView } from './hold-view.ts';

export interface HoldReleaseDeps {
  readonly holds: HoldRepository;
  readonly audit: AuditLog;
}

/** Releasing again answers the same. */
export const holdRelease =
  ({ holds, audit }: HoldReleaseDeps): RouteHandler<typeof routes.holdRelease> =>
  async ({ principal, params, traceId }) => {
    const known = await holds.find(params.id);
    if (known?.releasedAt) return toHoldView(known);
    // Recorded first: what a release lets go cannot be brought back.
    await audit.append({
      operation: 'hold-release',
      outcome: known ? 'granted' : 'refused',
      actorId: principal.id,
      actorRoles: principal.roles,
      resource: known ? `conversation:${known.conversationId}` : `hold:${params.id}`,
      purpose: 'privacy',
      traceId,
      details: { holdId: params.id },
    });
    const released = known && (await holds.release(params.id, principal.id));
    if (!released) throw new ProblemError('retention/hold-not-found');
    return toHoldView(released);
  };
