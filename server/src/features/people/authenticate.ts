/** Use case: a token → the principal who carries it, as they stand now. */
import type { Authenticate } from '#kernel/authentication';
import type { Clock } from '#kernel/clock';
import type { Principal } from '#kernel/principal';
import { ProblemError } from '#kernel/problem-error';
import type { PeopleRepository } from './people-repository.ts';
import { checkToken, type TokenKeys } from './token.ts';
import type { UserProfiles } from './user-profiles.ts';

export interface AuthenticateDeps {
  readonly people: PeopleRepository;
  readonly profiles: Pick<UserProfiles, 'tell'>;
  readonly tokenKeys: TokenKeys;
  readonly clock: Clock;
}

/** Longest token that is looked at, in characters. */
const LONGEST_TOKEN = 8_192;
/** How long an agent's roles are remembered, in milliseconds: the time within which a change takes effect. */
const ROLES_LIFETIME_MS = 1_000;

export const authenticate = ({ people, profiles, tokenKeys, clock }: AuthenticateDeps): Authenticate => {
  const roles = new Map<string, { at: number; found: ReturnType<PeopleRepository['findAgentRoles']> }>();

  const rolesOf = (agentId: string) => {
    const known = roles.get(agentId);
    if (known && clock.now() - known.at < ROLES_LIFETIME_MS) return known.found;
    const found = people.findAgentRoles(agentId);
    if (roles.size > 10_000) roles.clear();
    roles.set(agentId, { at: clock.now(), found });
    found.catch(() => roles.delete(agentId));
    return found;
  };

  return async (token) => {
    if (!token) throw new ProblemError('auth/token-missing');
    if (token.length > LONGEST_TOKEN) throw new ProblemError('auth/token-invalid');
    const claims = await checkToken(token, tokenKeys, clock.now());
    if (claims.kind === 'user') {
      const { sub, name, email, phone, locale } = claims.user;
      const profile = Object.fromEntries(
        Object.entries({ name, email, phone, locale, subject: sub }).filter(([, value]) => value !== undefined),
      );
      const principal: Principal = { id: await people.findOrAddUser(sub), kind: 'user', roles: [] };
      await profiles.tell(principal, profile);
      return { principal, expiresAt: claims.expiresAt };
    }
    const agentRoles = claims.kind === 'agent' ? await rolesOf(claims.principalId) : [];
    const isKnown = claims.kind === 'agent' ? agentRoles !== undefined : await people.hasPrincipal(claims.principalId);
    if (!isKnown) throw new ProblemError('auth/token-invalid', { detail: 'its bearer is not known any more' });
    return {
      principal: { id: claims.principalId, kind: claims.kind, roles: agentRoles ?? [] },
      expiresAt: claims.expiresAt,
    };
  };
};
