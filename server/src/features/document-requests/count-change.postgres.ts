/** Counts a change of a document request among the changes of its conversation, so that nobody who was away misses it. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '#platform/postgres/tables.postgres';

/** The conversation's row is locked first, as everywhere, so that revisions follow each other. */
export const lockConversation = async (transaction: Transaction<Tables>, conversationId: string): Promise<void> => {
  await transaction.selectFrom('conversation').select('id').where('id', '=', conversationId).forUpdate().execute();
};

/** Within a transaction that holds the conversation's row. */
export const countChange = async (query: Kysely<Tables>, conversationId: string, messageId: string): Promise<void> => {
  await sql`
    with counted as (
      update conversation set revision = revision + 1, last_activity_at = clock_timestamp()
      where id = ${conversationId} returning revision
    )
    update message m set revision = counted.revision from counted
    where m.conversation_id = ${conversationId} and m.id = ${messageId}`.execute(query);
};
