/** A row of the table as the feature knows it. */
import type { Selectable } from 'kysely';
import type { AttachmentTable } from '#platform/postgres/tables.postgres';
import type { AttachmentRecord } from './attachment-record.ts';

export const toRecord = (row: Selectable<AttachmentTable>): AttachmentRecord => ({
  id: row.id,
  conversationId: row.conversation_id,
  ownerId: row.owner_id,
  kind: row.kind,
  status: row.status,
  rejectedFor: row.rejected_for ?? undefined,
  detailsSealed: row.details_sealed ?? undefined,
  keyId: row.key_id ?? undefined,
  mediaType: row.media_type,
  bytes: row.bytes,
  messageId: row.message_id ?? undefined,
  createdAt: row.created_at,
});
