/** That, in SQL. */
import type { Selectable, Transaction } from 'kysely';
import type { Database } from '#platform/postgres/database.postgres';
import type { IdentityDocumentTable, Tables } from '#platform/postgres/tables.postgres';
import { settlePlace } from '#platform/quotas/upload-places.postgres';
import { doomObjects, settleObjects } from '#platform/stores/object-ledger.postgres';
import { destroyWithin } from './destruction-certificate.postgres.ts';
import type {
  DocumentType,
  IdentityDocumentRecord,
  IdentityDocumentRepository,
  NewIdentityDocument,
} from './identity-document-repository.ts';

export const toDocumentRecord = (row: Selectable<IdentityDocumentTable>): IdentityDocumentRecord => ({
  id: row.id,
  conversationId: row.conversation_id,
  ownerId: row.owner_id,
  documentType: row.document_type as DocumentType,
  requestId: row.request_id ?? undefined,
  status: row.status,
  mediaType: row.media_type,
  pages: row.pages,
  createdAt: row.created_at,
});

class Roll extends Error {}

/** @param linkAnswer links a document to its request within the same transaction. */
export const identityDocumentsInPostgres = (
  { query }: Database,
  linkAnswer: (transaction: Transaction<Tables>, document: NewIdentityDocument) => Promise<void>,
): IdentityDocumentRepository => ({
  publish: async (document, objects, place) => {
    try {
      await query.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('identity_document')
          .values({
            id: document.id,
            conversation_id: document.conversationId,
            owner_id: document.ownerId,
            document_type: document.documentType,
            request_id: document.requestId ?? null,
            status: 'stored',
            media_type: document.mediaType,
            pages: document.pages,
            created_at: document.createdAt,
          })
          .execute();
        const isOurs = await settlePlace(transaction, document.id, place);
        if (!isOurs || !(await settleObjects(transaction, objects))) throw new Roll();
        await linkAnswer(transaction, document);
      });
      return true;
    } catch (error) {
      if (error instanceof Roll) return false;
      throw error;
    }
  },

  abandon: (id) =>
    query.transaction().execute(async (transaction) => {
      const published = await transaction
        .selectFrom('identity_document')
        .select('id')
        .where('id', '=', id)
        .executeTakeFirst();
      if (!published) await doomObjects(transaction, [id]);
    }),

  find: async (id) => {
    const row = await query.selectFrom('identity_document').selectAll().where('id', '=', id).executeTakeFirst();
    return row && toDocumentRecord(row);
  },

  list: async (conversationId, limit) => {
    const rows = await query
      .selectFrom('identity_document')
      .selectAll()
      .$if(conversationId !== undefined, (some) => some.where('conversation_id', '=', conversationId ?? ''))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(toDocumentRecord);
  },

  destroy: (ids, isLost = false) =>
    query.transaction().execute((transaction) => destroyWithin(transaction, ids, { at: new Date(), isLost })),
});
