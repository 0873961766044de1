/** Destroys pictures of the vault within a transaction: row, key, certificate and audit entry, all or nothing. */
import { createHash } from 'node:crypto';
import type { DestructionCertificate } from '@senim/contract';
import type { Kysely } from 'kysely';
import { type AuditEntry, recordWithin } from '#features/audit/index';
import { newId } from '#kernel/ids';
import type { Database } from '#platform/postgres/database.postgres';
import type { Tables } from '#platform/postgres/tables.postgres';
import { forgetMarks } from '#platform/quotas/upload-places.postgres';
import { doomObjects } from '#platform/stores/object-ledger.postgres';

export interface DestructionOrder {
  readonly at: Date;
  /** Their bytes are gone already, and nobody ordered it. */
  readonly isLost?: boolean;
  /** Entries that belong before those of the destruction. */
  readonly entriesBefore?: readonly AuditEntry[];
}

interface Destroyed {
  readonly id: string;
  readonly owner_id: string;
  readonly document_type: string;
  readonly decided_at: Date | null;
}

const nameHash = (name: string): string => createHash('sha256').update(name).digest('hex');

const markDestroyed = (query: Kysely<Tables>, ids: readonly string[], at: Date): Promise<Destroyed[]> =>
  query
    .updateTable('identity_document')
    .set({ status: 'destroyed', destroyed_at: at })
    .where('id', 'in', ids)
    .where('status', '!=', 'destroyed')
    .returning(['id', 'owner_id', 'document_type', 'decided_at'])
    .execute();

/** Before their headers are gone. */
const objectsOf = (query: Kysely<Tables>, ids: readonly string[]) =>
  query
    .selectFrom('stored_object as object')
    .leftJoin('keys.object_header as header', 'header.object_id', 'object.id')
    .select(['object.id', 'object.owner_id', 'header.wrapped_by'])
    .where('object.owner_id', 'in', ids)
    .orderBy('object.id')
    .execute();

/** What is destroyed already stays as it is. */
export const destroyWithin = async (
  query: Kysely<Tables>,
  ids: readonly string[],
  { at, isLost = false, entriesBefore = [] }: DestructionOrder,
): Promise<void> => {
  if (ids.length === 0) return;
  const destroyed = await markDestroyed(query, ids, at);
  const objects = await objectsOf(query, ids);
  await query.deleteFrom('verification').where('document_id', 'in', ids).where('state', '!=', 'final').execute();
  await doomObjects(query, ids);
  await forgetMarks(query, ids);

  const certificates = destroyed.map((document) => {
    const own = objects.filter((object) => object.owner_id === document.id);
    return {
      id: newId(at.getTime()),
      document_id: document.id,
      subject_id: document.owner_id,
      document_type: document.document_type,
      rule: isLost ? ('lost' as const) : document.decided_at ? ('result' as const) : ('term' as const),
      destroyed_at: at,
      name_hashes: own.map((object) => nameHash(object.id)),
      key_ids: own.map((object) => object.wrapped_by),
    };
  });
  const entries = certificates.map(
    (certificate): AuditEntry => ({
      operation: 'identity-document-destroy',
      outcome: 'done',
      resource: `identity-document:${certificate.document_id}`,
      subjectId: certificate.subject_id,
      purpose: 'privacy',
      details: { rule: certificate.rule, certificateId: certificate.id, objects: certificate.name_hashes.length },
    }),
  );
  const all = [...entriesBefore, ...entries];
  if (all.length === 0) return;
  const last = await recordWithin(query, all, at);
  if (certificates.length === 0) return;
  await query
    .insertInto('destruction_certificate')
    .values(certificates.map((each, index) => ({ ...each, audit_entry: last - entries.length + 1 + index })))
    .execute();
};

export type FindCertificate = (documentId: string) => Promise<DestructionCertificate | undefined>;

export const certificatesInPostgres =
  ({ query }: Database): FindCertificate =>
  async (documentId) => {
    const row = await query
      .selectFrom('destruction_certificate')
      .selectAll()
      .where('document_id', '=', documentId)
      .executeTakeFirst();
    if (!row) return undefined;
    const rest = await query
      .selectFrom('stored_object')
      .select('id')
      .where('owner_id', '=', documentId)
      .executeTakeFirst();
    return {
      id: row.id,
      identityDocumentId: row.document_id,
      subjectId: row.subject_id,
      documentType: row.document_type as DestructionCertificate['documentType'],
      rule: row.rule,
      keyDestroyedAt: row.destroyed_at.toISOString(),
      bytes: rest ? 'awaiting-removal' : 'removed',
      objects: row.name_hashes.map((nameSha256, index) => ({ nameSha256, keyId: row.key_ids[index] ?? null })),
      auditEntry: row.audit_entry,
    };
  };
