/** The tables as the queries see them; the migrations are the truth. */
import type { AgentRole, RejectionReason } from '@senim/contract';
import type { AttachmentVariant } from '@senim/contract/constants';
import type { Generated, GeneratedAlways } from 'kysely';
import type { Moment, OptionalMoment } from './column-types.postgres.ts';
import type {
  DestructionCertificateTable,
  DocumentRequestTable,
  IdentityDocumentLookTable,
  VaultPersonKeyTable,
  VerificationTable,
} from './vault-tables.postgres.ts';

export interface DataKeyTable {
  id: string;
  scope: 'person' | 'participant';
  principal_id: string;
  conversation_id: string | null;
  wrapped: Buffer;
  wrapped_by: string;
  created_at: Moment;
}

export interface ObjectHeaderTable {
  object_id: string;
  store: 'attachments' | 'vault';
  header: Buffer;
  wrapped_by: string;
}

export interface WrappingKeyTable {
  /** The provider, a colon, and the provider's own name of it. */
  id: string;
  ring: 'master' | 'vault';
  state: 'announced' | 'wrapping' | 'former';
  probe: Buffer | null;
  created_at: Moment;
}

export interface KeyNodeTable {
  id: string;
  held: string[];
  wraps_under: string[];
  seen_at: Moment;
}

export interface PrincipalTable {
  id: string;
  kind: 'visitor' | 'user' | 'agent';
  subject_hash: Buffer | null;
  profile_sealed: Buffer | null;
  profile_key_id: string | null;
  created_at: Moment;
}

export interface AgentTable {
  principal_id: string;
  email_hash: Buffer;
  password_hash: string;
  roles: AgentRole[];
  is_unclaimed: Generated<boolean>;
  disabled_at: OptionalMoment;
}

export interface ConsentTable {
  id: string;
  principal_id: string;
  policy_version: string;
  locale: 'kk' | 'ru' | 'en';
  text_sha256: string;
  purposes: string[];
  given_at: Moment;
}

export interface ConversationTable {
  id: string;
  kind: 'support' | 'direct';
  status: Generated<'open' | 'closed'>;
  opened_by: string;
  direct_pair: Buffer | null;
  topic_sealed: Buffer | null;
  topic_key_id: string | null;
  assigned_to: string | null;
  head_seq: Generated<number>;
  revision: Generated<number>;
  created_at: Moment;
  last_activity_at: Moment;
  /** By which conversations are found by their activity: follows `last_activity_at` by itself. */
  activity_minute: GeneratedAlways<Date>;
  closed_at: OptionalMoment;
}

export interface ParticipantTable {
  conversation_id: string;
  principal_id: string;
  read_seq: Generated<number>;
  delivered_seq: Generated<number>;
  joined_at: Moment;
}

export interface MessageTable {
  conversation_id: string;
  seq: number;
  id: string;
  author_id: string;
  author_kind: 'visitor' | 'user' | 'agent';
  client_message_id: string;
  body_sealed: Buffer | null;
  key_id: string;
  attachment_ids: string[] | null;
  reply_to: string | null;
  revision: Generated<number>;
  created_at: Moment;
  edited_at: OptionalMoment;
  redacted_at: OptionalMoment;
}

export interface AttachmentTable {
  id: string;
  conversation_id: string;
  owner_id: string;
  kind: 'photo' | 'voice' | 'file';
  status: 'checking' | 'available' | 'rejected' | 'destroyed';
  details_sealed: Buffer | null;
  key_id: string | null;
  media_type: string;
  bytes: Generated<number>;
  message_id: string | null;
  /** Since when it waits for a verdict about malware. */
  held_since: OptionalMoment;
  check_after: OptionalMoment;
  checks: Generated<number>;
  check_leased_until: OptionalMoment;
  rejected_for: RejectionReason | null;
  created_at: Moment;
  destroyed_at: OptionalMoment;
}

export interface IdentityDocumentTable {
  id: string;
  conversation_id: string;
  owner_id: string;
  document_type: string;
  status: 'stored' | 'destroyed';
  media_type: string;
  /** The document request that it answers. */
  request_id: Generated<string | null>;
  created_at: Moment;
  destroyed_at: OptionalMoment;
  /** Since when its picture is due, because there is a result. */
  decided_at: OptionalMoment;
  pages: Generated<number>;
}

export interface StoredObjectTable {
  id: string;
  store: 'attachments' | 'vault';
  /** The attachment or identity document it belongs to. */
  owner_id: string;
  variant: AttachmentVariant | 'quarantine';
  bytes: Generated<number>;
  status: Generated<'pending' | 'stored' | 'doomed'>;
  created_at: Moment;
}

export interface UploadPlaceTable {
  /** Of the attachment or identity document it becomes. */
  id: string;
  owner_id: string;
  conversation_id: string;
  becomes: string;
  bytes: number;
  is_settled: Generated<boolean>;
  held_until: Moment;
  idempotency_key: string | null;
  content_mark: Buffer | null;
  created_at: Moment;
}

export interface HoldTable {
  id: string;
  conversation_id: string;
  reason_sealed: Buffer;
  reason_key_id: string;
  placed_by: string;
  placed_at: Moment;
  released_by: string | null;
  released_at: OptionalMoment;
}

export interface AuditEntryTable {
  number: number;
  payload: string;
  previous_hash: Buffer;
  hash: Buffer;
}

export interface AuditHeadTable {
  singleton: Generated<boolean>;
  number: number;
  hash: Buffer;
}

export interface Tables {
  'keys.data_key': DataKeyTable;
  'keys.object_header': ObjectHeaderTable;
  'keys.vault_person_key': VaultPersonKeyTable;
  'keys.wrapping_key': WrappingKeyTable;
  'keys.node': KeyNodeTable;
  principal: PrincipalTable;
  agent: AgentTable;
  consent: ConsentTable;
  conversation: ConversationTable;
  participant: ParticipantTable;
  message: MessageTable;
  attachment: AttachmentTable;
  identity_document: IdentityDocumentTable;
  identity_document_look: IdentityDocumentLookTable;
  verification: VerificationTable;
  destruction_certificate: DestructionCertificateTable;
  document_request: DocumentRequestTable;
  stored_object: StoredObjectTable;
  upload_place: UploadPlaceTable;
  hold: HoldTable;
  audit_entry: AuditEntryTable;
  audit_head: AuditHeadTable;
}
