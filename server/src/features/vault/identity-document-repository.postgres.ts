/** That, in SQL. */
import type { Selectable } from 'kysely';
import type { Database } from '#platform/postgres/database.postgres';
import type { IdentityDocumentTable } from '#platform/postgres/tables.postgres';
import { settlePlace } from '#platform/quotas/upload-places.postgres';
import { doomObjects, settleObjects } from '#platform/stores/object-ledger.postgres';
import { destroyWithin } from './destruction-certificate.postgres.ts';
import type {
  DocumentType,
  IdentityDocumentRecord,
  IdentityDocumentRepository,
} from './identity-document-repository.ts';

const toRecord = (row: Selectable<IdentityDocumentTable>): IdentityDocumentRecord => ({
  id: row.id,
  conversationId: row.conversation_id,
  ownerId: row.owner_id,
  documentType: row.document_type as DocumentType,
  status: row.status,
  mediaType: row.media_type,
  createdAt: row.created_at,
});

class Roll extends Error {}

export const identityDocumentsInPostgres = ({ query }: Database): IdentityDocumentRepository => ({
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
            status: 'stored',
            media_type: document.mediaType,
            created_at: document.createdAt,
          })
          .execute();
        const isOurs = await settlePlace(transaction, document.id, place);
        if (!isOurs || !(await settleObjects(transaction, objects))) throw new Roll();
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
    return row && toRecord(row);
  },

  list: async (conversationId, limit) => {
    const rows = await query
      .selectFrom('identity_document')
      .selectAll()
      .$if(conversationId !== undefined, (some) => some.where('conversation_id', '=', conversationId ?? ''))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(toRecord);
  },

  destroy: (ids, isLost = false) =>
    query.transaction().execute((transaction) => destroyWithin(transaction, ids, { at: new Date(), isLost })),
});
