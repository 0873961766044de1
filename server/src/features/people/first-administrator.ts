/** Makes the first administrator when there is no agent yet, and anew as long as nobody has signed in as them. */
import type { Clock } from '#kernel/clock';
import { newId, newSecret } from '#kernel/ids';
import { hashPassword } from './password.ts';
import type { PeopleRepository } from './people-repository.ts';

export interface FirstAdministrator {
  readonly email: string;
  /** Set when it was generated: to be printed. */
  readonly generatedPassword: string | undefined;
}

/** @returns undefined when there are agents already who have signed in. */
export const makeFirstAdministrator = async (
  people: PeopleRepository,
  wanted: { readonly email: string; readonly password: string | undefined },
  clock: Clock,
): Promise<FirstAdministrator | undefined> => {
  const unclaimed = await people.findUnclaimedAgent();
  if (!unclaimed && (await people.countAgents()) > 0) return undefined;
  const password = wanted.password ?? newSecret();
  const account = { email: wanted.email, displayName: 'Administrator', passwordHash: await hashPassword(password) };
  const isMade = unclaimed
    ? await people.renewUnclaimedAgent({ id: unclaimed, ...account })
    : await people.addAgent({
        id: newId(clock.now()),
        // The first one can try everything out; a real team gives its members less each.
        roles: ['administrator', 'agent', 'verifier'],
        isUnclaimed: true,
        ...account,
      });
  if (!isMade) return undefined;
  return { email: wanted.email, generatedPassword: wanted.password ? undefined : password };
};
