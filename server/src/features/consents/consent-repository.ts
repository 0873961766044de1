/** The ledger of consents: append only (M3). */
import type { Locale } from './policy/policy-edition.ts';

export interface Consent {
  readonly id: string;
  readonly principalId: string;
  readonly policyVersion: string;
  readonly locale: Locale;
  /** Of the text that was shown. */
  readonly textSha256: string;
  /** Sorted, each once. */
  readonly purposes: readonly string[];
  readonly givenAt: Date;
}

export interface ConsentRepository {
  /**
   * Adds the consent, unless its giver has already consented to exactly these purposes of this version.
   * @returns what stands in the ledger, and whether it was added now.
   */
  add(consent: Consent): Promise<{ readonly consent: Consent; readonly isNew: boolean }>;
  /** Every consent of a person, the oldest first. */
  listOf(principalId: string): Promise<readonly Consent[]>;
  /** Everything a person has consented to under a version. */
  purposesOf(principalId: string, policyVersion: string): Promise<ReadonlySet<string>>;
}
