/** Route: consent to purposes of the policy in force. Giving the same again answers the first consent (M3). */
import type { routes } from '@senim/contract';
import type { AuditLog } from '#features/audit/index';
import type { Clock } from '#kernel/clock';
import type { RouteHandler } from '#kernel/http-route';
import { newId } from '#kernel/ids';
import type { Principal } from '#kernel/principal';
import { ProblemError } from '#kernel/problem-error';
import type { ConsentRepository } from './consent-repository.ts';
import { toConsentView } from './consent-view.ts';
import type { Policy } from './policy.ts';

export interface ConsentGiveDeps {
  readonly policy: Policy;
  readonly consents: ConsentRepository;
  readonly audit: AuditLog;
  readonly clock: Clock;
  /** Told before the answer, so that the consent holds at once on this node. */
  readonly onGiven: (principal: Principal, purposes: readonly string[]) => Promise<void>;
}

export const consentGive =
  (deps: ConsentGiveDeps): RouteHandler<typeof routes.consentGive> =>
  async ({ principal, body, traceId }) => {
    if (body.policyVersion !== deps.policy.version) {
      throw new ProblemError('consent/version-outdated', {
        detail: `unable to record the consent; the policy in force is version ${deps.policy.version}`,
      });
    }
    const now = deps.clock.now();
    const { consent, isNew } = await deps.consents.add({
      id: newId(now),
      principalId: principal.id,
      policyVersion: deps.policy.version,
      locale: body.locale,
      textSha256: deps.policy.texts[body.locale].sha256,
      purposes: [...new Set(body.purposes)].sort(),
      givenAt: new Date(now),
    });
    if (isNew) {
      await deps.audit.append({
        operation: 'consent-give',
        outcome: 'done',
        actorId: principal.id,
        resource: `consent:${consent.id}`,
        subjectId: principal.id,
        purpose: 'privacy',
        traceId,
        details: { policyVersion: consent.policyVersion, purposes: consent.purposes.join(' ') },
      });
    }
    await deps.onGiven(principal, consent.purposes);
    return toConsentView(consent);
  };
