/** That, in SQL. */
import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Clock } from '#kernel/clock';
import type { DataKeys } from '#kernel/data-keys';
import { newId } from '#kernel/ids';
import { seal } from '#kernel/seal';
import { activityMinute } from '#platform/postgres/activity-minute';
import type { Database } from '#platform/postgres/database.postgres';
import type { Tables } from '#platform/postgres/tables.postgres';
import type { ConversationRepository } from './conversation-repository.ts';
import { type ConversationViewDeps, conversationViews, topicContext } from './conversation-views.postgres.ts';

export interface ConversationsInPostgresDeps extends ConversationViewDeps {
  readonly database: Database;
  readonly dataKeys: DataKeys;
  readonly clock: Clock;
}

const addParticipants = async (
  query: Kysely<Tables>,
  conversationId: string,
  ids: readonly string[],
): Promise<void> => {
  await query
    .insertInto('participant')
    .values(ids.map((id) => ({ conversation_id: conversationId, principal_id: id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

const directPair = (one: string, other: string): Buffer =>
  createHash('sha256').update([one, other].sort().join(' ')).digest();

export const conversationsInPostgres = (deps: ConversationsInPostgresDeps): ConversationRepository => {
  const { query } = deps.database;

  const openSupport: ConversationRepository['openSupport'] = async (person, topic) => {
    const known = await query
      .selectFrom('conversation')
      .select('id')
      .where('opened_by', '=', person)
      .where('kind', '=', 'support')
      .where('status', '=', 'open')
      .executeTakeFirst();
    if (known) return { id: known.id, isNew: false };
    const id = newId(deps.clock.now());
    const key = topic === undefined ? undefined : await deps.dataKeys.forParticipant(id, person);
    const isNew = await query.transaction().execute(async (transaction) => {
      const inserted = await transaction
        .insertInto('conversation')
        .values({
          id,
          kind: 'support',
          opened_by: person,
          topic_sealed: key && topic ? seal(key.key, topic, topicContext(id)) : null,
          topic_key_id: key?.id ?? null,
        })
        .onConflict((conflict) =>
          conflict.column('opened_by').where('kind', '=', 'support').where('status', '=', 'open').doNothing(),
        )
        .returning('id')
        .executeTakeFirst();
      if (inserted) await addParticipants(transaction, id, [person]);
      return inserted !== undefined;
    });
    // Somebody else, such as the same person's other tab, was faster.
    return isNew ? { id, isNew } : openSupport(person, topic);
  };

  const openDirect: ConversationRepository['openDirect'] = (person, peer) =>
    query.transaction().execute(async (transaction) => {
      const id = newId(deps.clock.now());
      const row = await transaction
        .insertInto('conversation')
        .values({ id, kind: 'direct', opened_by: person, direct_pair: directPair(person, peer) })
        // Touches the row, so that the known conversation's id comes back.
        .onConflict((conflict) => conflict.column('direct_pair').doUpdateSet({ kind: 'direct' }))
        .returning('id')
        .executeTakeFirstOrThrow();
      await addParticipants(transaction, row.id, [person, peer]);
      return { id: row.id, isNew: row.id === id };
    });

  const list: ConversationRepository['list'] = async (filter) => {
    let rows = query.selectFrom('conversation').select('id');
    rows =
      filter.readableBy === 'support'
        ? rows.where('kind', '=', 'support')
        : rows.where(
            'id',
            'in',
            query
              .selectFrom('participant')
              .select('conversation_id')
              .where('principal_id', '=', filter.readableBy.participant),
          );
    if (filter.status) rows = rows.where('status', '=', filter.status);
    if (filter.assignedTo !== undefined) rows = rows.where('assigned_to', 'is not distinct from', filter.assignedTo);
    if (filter.before) {
      rows = rows
        .where('activity_minute', '<=', activityMinute(filter.before))
        .where('last_activity_at', '<', filter.before);
    }
    const found = await rows
      .orderBy('activity_minute', 'desc')
      .orderBy('last_activity_at', 'desc')
      .limit(filter.limit)
      .execute();
    return found.map((row) => row.id);
  };

  return {
    ...conversationViews(deps),
    openSupport,
    openDirect,
    list,
    assign: (id, agentId) =>
      query.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('conversation')
          .set({ assigned_to: agentId, last_activity_at: sql`now()` })
          .where('id', '=', id)
          .where('status', '=', 'open')
          .executeTakeFirst();
        if (numUpdatedRows === 1n) await addParticipants(transaction, id, [agentId]);
        return numUpdatedRows === 1n;
      }),
    close: async (id) => {
      const { numUpdatedRows } = await query
        .updateTable('conversation')
        .set({ status: 'closed', closed_at: sql`now()`, last_activity_at: sql`now()` })
        .where('id', '=', id)
        .where('status', '=', 'open')
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    },
    idsOfParticipant: (principalId, limit) => list({ readableBy: { participant: principalId }, limit }),
  };
};
