/** That, in SQL. */

import type { Selectable } from 'kysely';
import type { Database } from '#platform/postgres/database.postgres';
import type { IdentityDocumentLookTable } from '#platform/postgres/vault-tables.postgres';
import { toDocumentRecord } from './identity-document-repository.postgres.ts';
import type { DocumentType } from './identity-document-repository.ts';
import type { LookRecord, LookRepository } from './look-repository.ts';

type Row = Selectable<IdentityDocumentLookTable> & { document_type: string; pages: number; owner_id: string };

const toLook = (row: Row): LookRecord => ({
  id: row.id,
  documentId: row.document_id,
  documentType: row.document_type as DocumentType,
  pages: row.pages,
  ownerId: row.owner_id,
  viewerId: row.viewer_id,
  role: row.role,
  cause: row.cause ?? undefined,
  reason: row.reason_sealed && row.reason_key_id ? { sealed: row.reason_sealed, keyId: row.reason_key_id } : undefined,
  isGlassBroken: row.is_glass_broken,
  createdAt: row.created_at,
  waitsUntil: row.waits_until ?? undefined,
  isApproved: row.is_approved ?? undefined,
  openUntil: row.open_until ?? undefined,
});

export const looksInPostgres = ({ query }: Database): LookRepository => {
  const select = () =>
    query
      .selectFrom('identity_document_look as look')
      .innerJoin('identity_document as document', 'document.id', 'look.document_id')
      .selectAll('look')
      .select(['document.document_type', 'document.pages', 'document.owner_id']);

  return {
    add: async (look) => {
      await query
        .insertInto('identity_document_look')
        .values({
          id: look.id,
          document_id: look.documentId,
          viewer_id: look.viewerId,
          role: look.role,
          cause: look.cause ?? null,
          reason_sealed: look.reason?.sealed ?? null,
          reason_key_id: look.reason?.keyId ?? null,
          is_glass_broken: look.isGlassBroken,
          created_at: look.createdAt,
          waits_until: look.waitsUntil ?? null,
          open_until: look.openUntil ?? null,
        })
        .execute();
    },

    find: async (id) => {
      const row = await select().where('look.id', '=', id).executeTakeFirst();
      return row && toLook(row);
    },

    decide: async (id, { decidedBy, isApproved, at, openUntil }) => {
      const { numUpdatedRows } = await query
        .updateTable('identity_document_look')
        .set({ decided_by: decidedBy, is_approved: isApproved, open_until: openUntil ?? null })
        .where('id', '=', id)
        .where('is_approved', 'is', null)
        .where('waits_until', '>', at)
        .where('viewer_id', '!=', decidedBy)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    markShown: async (id, at) => {
      await query
        .updateTable('identity_document_look')
        .set({ shown_at: at })
        .where('id', '=', id)
        .where('shown_at', 'is', null)
        .execute();
    },

    list: async (wanted, limit) => {
      const all = select().orderBy('look.id', 'desc').limit(limit);
      if (wanted.which === 'broken-glass')
        return (await all.where('look.is_glass_broken', '=', true).execute()).map(toLook);
      if (wanted.which === 'mine')
        return (await all.where('look.viewer_id', '=', wanted.viewerId).execute()).map(toLook);
      const waiting = all.where('look.is_approved', 'is', null).where('look.waits_until', '>', wanted.at);
      return (await waiting.execute()).map(toLook);
    },

    documentsOf: async (ownerId, limit) => {
      const rows = await query
        .selectFrom('identity_document')
        .selectAll()
        .where('owner_id', '=', ownerId)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toDocumentRecord);
    },

    shownOf: async (documentId, limit) => {
      const rows = await query
        .selectFrom('identity_document_look')
        .select(['document_id', 'role', 'cause', 'is_glass_broken', 'shown_at'])
        .where('document_id', '=', documentId)
        .where('shown_at', 'is not', null)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        documentId: row.document_id,
        role: row.role,
        cause: row.cause ?? undefined,
        isGlassBroken: row.is_glass_broken,
        shownAt: row.shown_at as Date,
      }));
    },
  };
};
