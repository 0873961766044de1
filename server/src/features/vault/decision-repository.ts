/** What deciding needs from storage: the result and the end of the picture are one transaction. */
import type { VerdictReason } from '@senim/contract';
import type { AuditEntry } from '#features/audit/index';
import type { DocumentType } from './identity-document-repository.ts';

export interface VerificationRecord {
  readonly id: string;
  readonly documentId: string;
  readonly subjectId: string;
  readonly documentType: DocumentType;
  readonly result: 'verified' | 'rejected';
  readonly state: 'final' | 'awaiting-confirmation';
  readonly reason: VerdictReason | undefined;
  readonly checkedBy: string;
  readonly confirmedBy: string | undefined;
  readonly checkedAt: Date;
  readonly detailsSealed: Buffer;
  readonly keyId: string;
}

/** Who checked and who confirmed is known when it is stored. */
export type NewVerification = Omit<VerificationRecord, 'state' | 'confirmedBy'>;

export interface DecisionWish {
  readonly verification: NewVerification;
  /** A rejection waits until another verifier rejects as well. */
  readonly needsSecond: boolean;
  /** The entry about it; how it ended is added. */
  readonly entry: AuditEntry;
}

export type DecisionOutcome =
  | { readonly kind: 'stored'; readonly verification: VerificationRecord; readonly isDestroyed: boolean }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'decided' };

export interface DecisionRepository {
  /** Stores the result with its audit entry; a final one destroys the picture's key in the same transaction, unless it is held. */
  decide(wish: DecisionWish): Promise<DecisionOutcome>;
  find(documentId: string): Promise<VerificationRecord | undefined>;
  /** Final ones, the newest first. */
  listOf(subjectId: string, limit: number): Promise<readonly VerificationRecord[]>;
  /** Seals what has changed in the details of somebody's final verification. @returns undefined when there is none. */
  change(
    which: { readonly id: string; readonly subjectId: string },
    change: (record: VerificationRecord) => Promise<Pick<VerificationRecord, 'detailsSealed' | 'keyId'>>,
    entry: AuditEntry,
  ): Promise<VerificationRecord | undefined>;
}
