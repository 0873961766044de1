/** That, in SQL. */
import type { IdentityDocumentType } from '@senim/contract';
import { type Selectable, sql } from 'kysely';
import type { Database } from '#platform/postgres/database.postgres';
import type { DocumentRequestTable } from '#platform/postgres/vault-tables.postgres';
import { countChange, lockConversation } from './count-change.postgres.ts';
import type { DocumentRequestRepository, PlacedDocumentRequest } from './document-request-repository.ts';

const toPlaced = (row: Selectable<DocumentRequestTable>, isNew: boolean): PlacedDocumentRequest => ({
  id: row.id,
  documentTypes: row.document_types as IdentityDocumentType[],
  openUntil: row.open_until,
  keptForSeconds: row.kept_for_seconds,
  isNew,
});

export const documentRequestsInPostgres = ({ query }: Database): DocumentRequestRepository => ({
  place: async (request) => {
    const made = await query
      .insertInto('document_request')
      .values({
        id: request.id,
        conversation_id: request.conversationId,
        requested_by: request.requestedBy,
        client_request_id: request.clientRequestId,
        document_types: [...request.documentTypes],
        kept_for_seconds: request.keptForSeconds,
        open_until: request.openUntil,
        created_at: request.createdAt,
      })
      .onConflict((conflict) => conflict.columns(['client_request_id', 'conversation_id', 'requested_by']).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (made) return toPlaced(made, true);
    const first = await query
      .selectFrom('document_request')
      .selectAll()
      .where('client_request_id', '=', request.clientRequestId)
      .where('conversation_id', '=', request.conversationId)
      .where('requested_by', '=', request.requestedBy)
      .executeTakeFirstOrThrow();
    return toPlaced(first, false);
  },

  drop: async (id) => {
    await query.deleteFrom('document_request').where('id', '=', id).execute();
  },

  withdraw: (conversationId, id) =>
    query.transaction().execute(async (transaction) => {
      await lockConversation(transaction, conversationId);
      const { numUpdatedRows } = await transaction
        .updateTable('document_request')
        .set({ withdrawn_at: sql<Date>`clock_timestamp()` })
        .where('id', '=', id)
        .where('conversation_id', '=', conversationId)
        .where('withdrawn_at', 'is', null)
        .where('answered_at', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await countChange(transaction, conversationId, id);
      return true;
    }),

  sweep: async (before) => {
    const { numDeletedRows } = await query
      .deleteFrom('document_request as r')
      .where('r.created_at', '<', before)
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('message as m').select('m.id').whereRef('m.id', '=', 'r.id'))),
      )
      .executeTakeFirst();
    return Number(numDeletedRows);
  },
});
