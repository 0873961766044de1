/** Puts the feature together: the policy in force, the ledger, the gate and the routes. */
import type { routes } from '@senim/contract';
import type { AuditLog } from '#features/audit/index';
import type { Clock } from '#kernel/clock';
import type { RouteHandler } from '#kernel/http-route';
import type { Principal } from '#kernel/principal';
import { cachedConsentGate } from './cached-consent-gate.ts';
import type { ConsentGate } from './consent-gate.ts';
import { type ConsentGiveDeps, consentGive } from './consent-give.ts';
import type { ConsentRepository } from './consent-repository.ts';
import { type ConsentView, toConsentView } from './consent-view.ts';
import { editionOne } from './policy/edition-1.ts';
import { buildPolicy, type Policy, type PolicyFacts } from './policy.ts';
import { policyGet } from './policy-get.ts';

export interface ConsentsDeps {
  readonly consents: ConsentRepository;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly facts: PolicyFacts;
  /** Told of each consent when it holds, before it is answered. */
  readonly onConsent: (principal: Principal) => Promise<void>;
}

export interface Consents {
  readonly policy: Policy;
  readonly gate: ConsentGate;
  readonly policyGet: RouteHandler<typeof routes.policyGet>;
  readonly consentGive: RouteHandler<typeof routes.consentGive>;
  /** Every consent of a person, the oldest first; for the export of what is held about them. */
  listOf(principalId: string): Promise<readonly ConsentView[]>;
}

/** Throws a Fault when the policy's text asks for a fact that the configuration does not have. */
export const createConsents = ({ consents, audit, clock, facts, onConsent }: ConsentsDeps): Consents => {
  const policy = buildPolicy(editionOne, facts);
  const gate = cachedConsentGate({ consents, policyVersion: policy.version });
  const onGiven: ConsentGiveDeps['onGiven'] = async (principal, purposes) => {
    gate.remember(principal.id, purposes);
    await onConsent(principal);
  };
  return {
    policy,
    gate,
    policyGet: policyGet({ policy }),
    consentGive: consentGive({ policy, consents, audit, clock, onGiven }),
    listOf: async (principalId) => (await consents.listOf(principalId)).map(toConsentView),
  };
};
