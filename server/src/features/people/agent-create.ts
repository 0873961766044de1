/** Use case: an administrator adds an agent. */
import type { routes } from '@senim/contract';
import type { AuditLog } from '#features/audit/index';
import type { Clock } from '#kernel/clock';
import type { RouteHandler } from '#kernel/http-route';
import { newId } from '#kernel/ids';
import { ProblemError } from '#kernel/problem-error';
import { hashPassword } from './password.ts';
import type { PeopleRepository } from './people-repository.ts';

export interface AgentCreateDeps {
  readonly people: PeopleRepository;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

export const agentCreate =
  ({ people, audit, clock }: AgentCreateDeps): RouteHandler<typeof routes.agentCreate> =>
  async ({ body, principal, traceId }) => {
    const roles = [...new Set(body.roles)];
    const id = newId(clock.now());
    const passwordHash = await hashPassword(body.password);
    const { email, displayName } = body;
    if (!(await people.addAgent({ id, passwordHash, roles, email, displayName, isUnclaimed: false }))) {
      throw new ProblemError('agent/exists');
    }
    await audit.append({
      operation: 'agent-create',
      outcome: 'granted',
      actorId: principal.id,
      actorRoles: principal.roles,
      resource: `agent:${id}`,
      details: { roles: roles.join(' ') },
      purpose: 'security',
      traceId,
    });
    return { id, displayName, roles };
  };
