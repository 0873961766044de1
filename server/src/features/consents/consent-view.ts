/** A consent as its giver sees it. */
import type { routes } from '@senim/contract';
import type * as z from 'zod';
import type { Consent } from './consent-repository.ts';

export type ConsentView = z.output<typeof routes.consentGive.response.schema>;

export const toConsentView = (consent: Consent): ConsentView => ({
  id: consent.id,
  policyVersion: consent.policyVersion,
  locale: consent.locale,
  textSha256: consent.textSha256,
  purposes: consent.purposes as ConsentView['purposes'],
  givenAt: consent.givenAt.toISOString(),
});
