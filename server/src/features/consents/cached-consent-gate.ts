/** A consent gate that remembers what was granted, and asks the ledger about everything else. */
import { purposes } from '@senim/contract';
import type { Principal } from '#kernel/principal';
import { ProblemError } from '#kernel/problem-error';
import type { ConsentGate } from './consent-gate.ts';
import type { ConsentRepository } from './consent-repository.ts';

/** People whose consents are remembered; some 200 bytes each. */
const REMEMBERED_PEOPLE = 50_000;

export interface CachedConsentGate extends ConsentGate {
  /** Remembers a consent that was just given on this node. */
  remember(principalId: string, granted: readonly string[]): void;
}

export interface CachedConsentGateDeps {
  readonly consents: Pick<ConsentRepository, 'purposesOf'>;
  readonly policyVersion: string;
  readonly rememberedPeople?: number;
}

/**
 * The ledger only grows, so what was granted once stays granted under the version in force. A “no” is never remembered:
 * a consent given on another node holds here with the next question.
 */
export const cachedConsentGate = (deps: CachedConsentGateDeps): CachedConsentGate => {
  const granted = new Map<string, ReadonlySet<string>>();
  const capacity = deps.rememberedPeople ?? REMEMBERED_PEOPLE;

  /** The most recently used stand last; the first one goes when there is no room. */
  const keep = (principalId: string, set: ReadonlySet<string>): void => {
    granted.delete(principalId);
    granted.set(principalId, set);
    if (granted.size > capacity) granted.delete(granted.keys().next().value as string);
  };

  const askLedger = async (principal: Principal, needed: readonly string[]): Promise<void> => {
    const known = await deps.consents.purposesOf(principal.id, deps.policyVersion);
    if (known.size > 0) keep(principal.id, new Set([...(granted.get(principal.id) ?? []), ...known]));
    const missing = needed.filter((each) => !granted.get(principal.id)?.has(each));
    if (missing.length === 0) return;
    // S8: nothing is kept before it is consented to.
    throw new ProblemError('consent/required', {
      detail: `unable to go on; no consent to ${missing.join(', ')} under policy ${deps.policyVersion}`,
    });
  };

  return {
    remember: (principalId, added) => keep(principalId, new Set([...(granted.get(principalId) ?? []), ...added])),

    require: (principal: Principal, purpose?: 'photo' | 'voice') => {
      if (principal.kind === 'agent') return;
      const needed: readonly string[] = purpose ? [...purposes.required, purpose] : purposes.required;
      const remembered = granted.get(principal.id);
      if (remembered && needed.every((each) => remembered.has(each))) return keep(principal.id, remembered);
      return askLedger(principal, needed);
    },
  };
};
