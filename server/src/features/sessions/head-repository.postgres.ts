/** That, in SQL. */
import { isSupportStaff } from '#features/conversations/index';
import { activityMinute } from '#platform/postgres/activity-minute';
import type { Database } from '#platform/postgres/database.postgres';
import type { HeadRepository } from './head-repository.ts';

export const headsInPostgres = ({ query }: Database): HeadRepository => ({
  findReadable: async (principal, ids) => {
    if (ids.length === 0) return [];
    let heads = query
      .selectFrom('conversation')
      .select(['id as conversationId', 'head_seq as seq', 'revision'])
      .where('id', 'in', ids);
    if (principal.kind === 'agent') {
      if (!isSupportStaff(principal)) return [];
      heads = heads.where('kind', '=', 'support');
    } else {
      const own = query.selectFrom('participant').select('conversation_id').where('principal_id', '=', principal.id);
      heads = heads.where('id', 'in', own);
    }
    return heads.execute();
  },

  listActiveSince: (moment, limit) =>
    query
      .selectFrom('conversation')
      .select(['id as conversationId', 'head_seq as seq', 'revision', 'kind', 'last_activity_at as lastActivityAt'])
      .where('activity_minute', '>=', activityMinute(moment))
      .where('last_activity_at', '>', moment)
      .orderBy('activity_minute')
      .orderBy('last_activity_at')
      .limit(limit)
      .execute(),

  listParticipants: async (conversations) => {
    if (conversations.length === 0) return [];
    const ids = conversations.map(({ conversationId }) => conversationId);
    return query
      .selectFrom('participant')
      .select(['conversation_id as conversationId', 'principal_id as principalId'])
      .where('conversation_id', 'in', ids)
      .execute();
  },
});
