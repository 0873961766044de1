/** What looks need from storage, and what is known of one. */
import type { AgentRole, LookCause } from '@senim/contract';
import type { IdentityDocumentRecord } from './identity-document-repository.ts';

export interface LookRecord {
  readonly id: string;
  readonly documentId: string;
  readonly documentType: IdentityDocumentRecord['documentType'];
  readonly pages: number;
  readonly ownerId: string;
  readonly viewerId: string;
  readonly role: AgentRole;
  readonly cause: LookCause | undefined;
  readonly reason: { readonly sealed: Buffer; readonly keyId: string } | undefined;
  readonly isGlassBroken: boolean;
  readonly createdAt: Date;
  /** Absent where no second person is needed. */
  readonly waitsUntil: Date | undefined;
  /** By the second person; undefined while none has decided. */
  readonly isApproved: boolean | undefined;
  readonly openUntil: Date | undefined;
}

export type NewLook = Omit<LookRecord, 'documentType' | 'pages' | 'ownerId' | 'isApproved'>;

export interface LookDecision {
  readonly decidedBy: string;
  readonly isApproved: boolean;
  readonly at: Date;
  readonly openUntil: Date | undefined;
}

/** A look in which the picture was shown. */
export interface ShownLook extends Pick<LookRecord, 'documentId' | 'role' | 'cause' | 'isGlassBroken'> {
  readonly shownAt: Date;
}

export type LooksWanted =
  | { readonly which: 'waiting'; readonly at: Date }
  | { readonly which: 'mine'; readonly viewerId: string }
  | { readonly which: 'broken-glass' };

export interface LookRepository {
  add(look: NewLook): Promise<void>;
  find(id: string): Promise<LookRecord | undefined>;
  /** @returns false, and changes nothing, when it does not wait any more. */
  decide(id: string, decision: LookDecision): Promise<boolean>;
  /** From now on the owner sees it. */
  markShown(id: string, at: Date): Promise<void>;
  /** The newest first. */
  list(wanted: LooksWanted, limit: number): Promise<readonly LookRecord[]>;
  documentsOf(ownerId: string, limit: number): Promise<readonly IdentityDocumentRecord[]>;
  /** The newest first. */
  shownOf(documentId: string, limit: number): Promise<readonly ShownLook[]>;
}
