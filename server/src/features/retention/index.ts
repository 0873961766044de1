/** What other features may use. */
export { defaultRetentionTerms, type RetentionTerms } from './retention-terms.ts';
