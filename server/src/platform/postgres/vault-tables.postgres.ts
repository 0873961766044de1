/** The tables around identity documents: what was asked for, who looked, what was decided, what was destroyed. */
import type { AgentRole, LookCause, VerdictReason } from '@senim/contract';
import type { Generated } from 'kysely';
import type { Moment, OptionalMoment } from './column-types.postgres.ts';

export interface VaultPersonKeyTable {
  id: string;
  principal_id: string;
  wrapped: Buffer;
  wrapped_by: string;
  created_at: Moment;
}

export interface IdentityDocumentLookTable {
  id: string;
  document_id: string;
  viewer_id: string;
  role: AgentRole;
  cause: LookCause | null;
  reason_sealed: Buffer | null;
  reason_key_id: string | null;
  is_glass_broken: Generated<boolean>;
  created_at: Date;
  waits_until: Date | null;
  decided_by: string | null;
  is_approved: boolean | null;
  open_until: Date | null;
  shown_at: Date | null;
}

export interface VerificationTable {
  id: string;
  document_id: string;
  subject_id: string;
  document_type: string;
  result: 'verified' | 'rejected';
  state: 'final' | 'awaiting-confirmation';
  reason: VerdictReason | null;
  checked_by: string;
  confirmed_by: string | null;
  checked_at: Moment;
  details_sealed: Buffer;
  key_id: string;
}

export interface DestructionCertificateTable {
  id: string;
  document_id: string;
  subject_id: string;
  document_type: string;
  rule: 'result' | 'term' | 'lost';
  destroyed_at: Moment;
  name_hashes: string[];
  key_ids: (string | null)[];
  audit_entry: number;
}

export interface DocumentRequestTable {
  /** Of the message that it is. */
  id: string;
  conversation_id: string;
  requested_by: string;
  client_request_id: string;
  document_types: string[];
  received_types: Generated<string[]>;
  kept_for_seconds: number;
  open_until: Moment;
  created_at: Moment;
  answered_at: OptionalMoment;
  withdrawn_at: OptionalMoment;
}
