/** What other features may use. */
export type { ConsentGate } from './consent-gate.ts';
export type { ConsentRepository } from './consent-repository.ts';
export type { ConsentView } from './consent-view.ts';
export { type Consents, type ConsentsDeps, createConsents } from './consents.ts';
export type { PolicyFacts } from './policy.ts';
