/** Route: nothing of this conversation may be destroyed until the hold is released. */
import type { routes } from '@senim/contract';
import type { AuditLog } from '#features/audit/index';
import type { Clock } from '#kernel/clock';
import type { DataKeys } from '#kernel/data-keys';
import type { RouteHandler } from '#kernel/http-route';
import { newId } from '#kernel/ids';
import { ProblemError } from '#kernel/problem-error';
import { seal } from '#kernel/seal';
import type { HoldRepository } from './hold-repository.ts';
import { toHoldView } from './hold-view.ts';

export interface HoldPlaceDeps {
  readonly holds: HoldRepository;
  readonly dataKeys: Pick<DataKeys, 'forPerson'>;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

export const holdReasonContext = (holdId: string): string => `hold:${holdId}`;

/** A private conversation can be held as well: it is kept, and remains closed to the company. */
export const holdPlace =
  (deps: HoldPlaceDeps): RouteHandler<typeof routes.holdPlace> =>
  async ({ principal, body, traceId }) => {
    const id = newId(deps.clock.now());
    const key = await deps.dataKeys.forPerson(principal.id);
    const hold = await deps.holds.place({
      id,
      conversationId: body.conversationId,
      reasonSealed: seal(key.key, body.reason, holdReasonContext(id)),
      reasonKeyId: key.id,
      placedBy: principal.id,
    });
    await deps.audit.append({
      operation: 'hold-place',
      outcome: hold ? 'done' : 'refused',
      actorId: principal.id,
      actorRoles: principal.roles,
      resource: `conversation:${body.conversationId}`,
      purpose: 'privacy',
      traceId,
      ...(hold ? { details: { holdId: id } } : {}),
    });
    if (!hold) throw new ProblemError('conversation/not-found');
    return toHoldView(hold);
  };
