/** Makes the first administrator when there is no agent yet. */
import type { Clock } from '#kernel/clock';
import { newId, newSecret } from '#kernel/ids';
import { hashPassword } from './password.ts';
import type { PeopleRepository } from './people-repository.ts';

export interface FirstAdministrator {
  readonly email: string;
  /** Set when it was generated: to be printed once. */
  readonly generatedPassword: string | undefined;
}

/** @returns undefined when there are agents already. */
export const makeFirstAdministrator = async (
  people: PeopleRepository,
  wanted: { readonly email: string; readonly password: string | undefined },
  clock: Clock,
): Promise<FirstAdministrator | undefined> => {
  if ((await people.countAgents()) > 0) return undefined;
  const password = wanted.password ?? newSecret();
  const isAdded = await people.addAgent({
    id: newId(clock.now()),
    passwordHash: await hashPassword(password),
    // The first one can try everything out; a real team gives its members less each.
    roles: ['administrator', 'agent', 'verifier'],
    email: wanted.email,
    displayName: 'Administrator',
  });
  if (!isAdded) return undefined;
  return { email: wanted.email, generatedPassword: wanted.password ? undefined : password };
};
