/** Use case: an agent's e-mail address and password → a token. */
import type { routes } from '@senim/contract';
import type { AuditLog } from '#features/audit/index';
import type { RouteHandler } from '#kernel/http-route';
import { ProblemError } from '#kernel/problem-error';
import { isPassword } from './password.ts';
import type { PeopleRepository } from './people-repository.ts';
import { issueToken, type TokenKeys } from './token.ts';

export interface AgentSignInDeps {
  readonly people: PeopleRepository;
  readonly tokenKeys: TokenKeys;
  readonly audit: AuditLog;
}

export const agentSignIn =
  ({ people, tokenKeys, audit }: AgentSignInDeps): RouteHandler<typeof routes.agentSignIn> =>
  async ({ body, traceId }) => {
    const agent = await people.findAgentByEmail(body.email);
    const isRight = await isPassword(agent?.passwordHash, body.password);
    await audit.append({
      operation: 'agent-sign-in',
      outcome: isRight ? 'granted' : 'refused',
      ...(agent ? { actorId: agent.id, actorRoles: agent.roles } : {}),
      purpose: 'security',
      traceId,
    });
    // One answer for a wrong address and a wrong password.
    if (!agent || !isRight) throw new ProblemError('auth/credentials-invalid');
    if (agent.isUnclaimed) await people.claimAgent(agent.id);
    const [person] = await people.findPeople([agent.id]);
    return {
      token: await issueToken(tokenKeys, 'agent', agent.id),
      principal: { id: agent.id, displayName: person?.profile?.name ?? '', roles: [...agent.roles] },
    };
  };
