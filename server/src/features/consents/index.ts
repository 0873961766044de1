/** What other features may use. */
export type { ConsentGate } from './consent-gate.ts';
