/** That, in SQL. */
import type { Database } from '#platform/postgres/database.postgres';
import { forgetMarks, settlePlace } from '#platform/quotas/upload-places.postgres';
import { doomObjects, settleObjects } from '#platform/stores/object-ledger.postgres';
import type { AttachmentRepository } from './attachment-repository.ts';
import { toRecord } from './attachment-row.postgres.ts';
import { lockConversationOfHeld, noteChange } from './held/held-uploads.postgres.ts';

/** Left-overs are few; a batch keeps locks short. */
const ABANDON_BATCH = 500;

class Roll extends Error {}

export const attachmentsInPostgres = ({ query }: Database): AttachmentRepository => {
  const publish: AttachmentRepository['publish'] = async ({ id, objects, place, ...attachment }) => {
    try {
      return await query.transaction().execute(async (transaction) => {
        await lockConversationOfHeld(transaction, id);
        // The key is held so that nobody destroys it between the sealing of the details and their storing.
        const key = await transaction
          .selectFrom('keys.data_key')
          .select('id')
          .where('id', '=', attachment.keyId)
          .forShare()
          .executeTakeFirst();
        const row = await transaction
          .updateTable('attachment')
          .set({
            status: 'available',
            media_type: attachment.mediaType,
            bytes: attachment.bytes,
            details_sealed: attachment.detailsSealed,
            key_id: attachment.keyId,
          })
          .where('id', '=', id)
          .where('status', '=', 'checking')
          .returningAll()
          .executeTakeFirst();
        // The place of one that was held was settled then.
        const hasPlace = row?.held_since || (await settlePlace(transaction, id, place));
        if (!key || !row || !hasPlace || !(await settleObjects(transaction, objects))) throw new Roll();
        // One that was held has been known of for a while, and lies in quarantine as well.
        if (row.held_since) {
          await doomObjects(transaction, [id], 'quarantine');
          await noteChange(transaction, row.message_id);
        }
        return toRecord(row);
      });
    } catch (error) {
      if (error instanceof Roll) return undefined;
      throw error;
    }
  };

  /** One reservation, or those made before a moment. */
  const abandon = (choice: string | Date): Promise<number> =>
    query.transaction().execute(async (transaction) => {
      const reservations = transaction
        .selectFrom('attachment')
        .select('id')
        .where('status', '=', 'checking')
        .where('held_since', 'is', null);
      const rows = await (typeof choice === 'string'
        ? reservations.where('id', '=', choice)
        : reservations.where('created_at', '<', choice)
      )
        .limit(ABANDON_BATCH)
        .forUpdate()
        .execute();
      const ids = rows.map((row) => row.id);
      if (ids.length === 0) return 0;
      await transaction.deleteFrom('attachment').where('id', 'in', ids).execute();
      await doomObjects(transaction, ids);
      return ids.length;
    });

  return {
    reserve: async ({ id, conversationId, ownerId, kind, createdAt }) => {
      await query
        .insertInto('attachment')
        .values({
          id,
          conversation_id: conversationId,
          owner_id: ownerId,
          kind,
          status: 'checking',
          media_type: 'application/octet-stream',
          created_at: createdAt,
        })
        .execute();
    },
    publish,
    abandon: async (id) => void (await abandon(id)),
    abandonBefore: abandon,
    find: async (ids) => {
      if (ids.length === 0) return [];
      const rows = await query.selectFrom('attachment').selectAll().where('id', 'in', ids).execute();
      return rows.map(toRecord);
    },
    destroy: (ids) =>
      query.transaction().execute(async (transaction) => {
        if (ids.length === 0) return [];
        const rows = await transaction
          .updateTable('attachment')
          .set({ status: 'destroyed', details_sealed: null, key_id: null, bytes: 0, destroyed_at: new Date() })
          .where('id', 'in', ids)
          .where('status', '!=', 'destroyed')
          .returningAll()
          .returning((from) =>
            from
              .selectFrom('conversation')
              .select('conversation.kind')
              .whereRef('conversation.id', '=', 'attachment.conversation_id')
              .as('conversation_kind'),
          )
          .execute();
        await doomObjects(transaction, ids);
        await forgetMarks(transaction, ids);
        return rows.map((row) => ({ record: toRecord(row), conversationKind: row.conversation_kind ?? undefined }));
      }),
  };
};
