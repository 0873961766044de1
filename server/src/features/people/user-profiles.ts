/** What a site says of its user: kept once the user has consented. Until then it is in memory, for the moment of consenting. */
import type { ConsentGate } from '#features/consents/index';
import type { Principal } from '#kernel/principal';
import { ProblemError } from '#kernel/problem-error';
import type { PeopleRepository } from './people-repository.ts';
import type { Profile } from './profile.ts';

export interface UserProfilesDeps {
  readonly people: Pick<PeopleRepository, 'keepProfile'>;
  readonly consentGate: ConsentGate;
}

export interface UserProfiles {
  /** Kept now when the user has consented, else when they consent. */
  tell(user: Principal, profile: Profile): Promise<void>;
  /** To be called when somebody has consented. */
  consented(user: Principal): Promise<void>;
}

/** Those who have not consented; of more, the first are told again by their next token. */
const MOST_WAITING = 10_000;

export const userProfiles = ({ people, consentGate }: UserProfilesDeps): UserProfiles => {
  const waiting = new Map<string, Profile>();

  const hasConsented = async (user: Principal): Promise<boolean> => {
    try {
      await consentGate.require(user);
      return true;
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'consent/required') return false;
      throw error;
    }
  };

  const tell = async (user: Principal, profile: Profile): Promise<void> => {
    waiting.delete(user.id);
    if (await hasConsented(user)) return people.keepProfile(user.id, profile);
    waiting.set(user.id, profile);
    if (waiting.size > MOST_WAITING) waiting.delete(waiting.keys().next().value as string);
  };

  return {
    tell,
    consented: async (user) => {
      const profile = waiting.get(user.id);
      if (profile) await tell(user, profile);
    },
  };
};
