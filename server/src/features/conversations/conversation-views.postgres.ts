/** Reads conversations: their bare state for policies, and as clients see them. */
import type { Conversation } from '@senim/contract';
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { PeopleRepository } from '#features/people/index';
import type { PresenceStore } from '#features/presence/index';
import type { DataKeys } from '#kernel/data-keys';
import { unseal } from '#kernel/seal';
import type { Database } from '#platform/postgres/database.postgres';
import type { ConversationTable, ParticipantTable } from '#platform/postgres/tables.postgres';
import type { ConversationRepository } from './conversation-repository.ts';

export interface ConversationViewDeps {
  readonly database: Database;
  readonly dataKeys: DataKeys;
  readonly people: PeopleRepository;
  readonly presence: PresenceStore;
}

export const topicContext = (conversationId: string): string => `topic:${conversationId}`;

interface StateRow {
  id: string;
  kind: 'support' | 'direct';
  status: 'open' | 'closed';
  opened_by: string;
  assigned_to: string | null;
  participant_ids: string[];
}

type Row = Selectable<ConversationTable>;
type ParticipantRow = Selectable<ParticipantTable>;

export const conversationViews = (
  deps: ConversationViewDeps,
): Pick<ConversationRepository, 'findState' | 'findViews'> => {
  const { query, pool } = deps.database;

  const participantsOf = async (rows: readonly ParticipantRow[]) => {
    const ids = [...new Set(rows.map((row) => row.principal_id))];
    const [people, online] = await Promise.all([deps.people.findPeople(ids), deps.presence.online(ids)]);
    const byId = new Map(people.map((person) => [person.id, person]));
    const grouped = new Map<string, Conversation['participants']>();
    for (const row of rows) {
      const person = byId.get(row.principal_id);
      const name = person?.profile?.name;
      const isOnline = online.get(row.principal_id);
      const known = grouped.get(row.conversation_id) ?? [];
      known.push({
        id: row.principal_id,
        kind: person?.kind ?? 'visitor',
        ...(name === undefined ? {} : { name }),
        readSeq: row.read_seq,
        deliveredSeq: row.delivered_seq,
        ...(isOnline === undefined ? {} : { online: isOnline }),
      });
      grouped.set(row.conversation_id, known);
    }
    return grouped;
  };

  const topicsOf = async (rows: readonly Row[]): Promise<Map<string, string>> => {
    const keys = await deps.dataKeys.open(rows.flatMap((row) => row.topic_key_id ?? []));
    const topics = new Map<string, string>();
    for (const row of rows) {
      const key = row.topic_key_id ? keys.get(row.topic_key_id) : undefined;
      if (key && row.topic_sealed)
        topics.set(row.id, unseal(key.key, row.topic_sealed, topicContext(row.id)).toString());
    }
    return topics;
  };

  return {
    findState: async (id) => {
      const { rows } = await pool.query<StateRow>({
        name: 'conversation-state',
        text: `select c.id, c.kind, c.status, c.opened_by, c.assigned_to,
                 array(select p.principal_id from participant p where p.conversation_id = c.id)::text[] as participant_ids
               from conversation c where c.id = $1`,
        values: [id],
      });
      const row = rows[0];
      return (
        row && {
          id: row.id,
          kind: row.kind,
          status: row.status,
          openedBy: row.opened_by,
          assignedTo: row.assigned_to ?? undefined,
          participantIds: row.participant_ids,
        }
      );
    },

    findViews: async (ids) => {
      if (ids.length === 0) return [];
      const rows = await query
        .selectFrom('conversation')
        .selectAll()
        .where('id', 'in', ids)
        .orderBy(sql`array_position(${ids}::uuid[], id)`)
        .execute();
      const participantRows = await query
        .selectFrom('participant')
        .selectAll()
        .where('conversation_id', 'in', ids)
        .orderBy('joined_at')
        .execute();
      const [participants, topics] = await Promise.all([participantsOf(participantRows), topicsOf(rows)]);
      return rows.map((row) => {
        const topic = topics.get(row.id);
        return {
          id: row.id,
          kind: row.kind,
          status: row.status,
          ...(topic === undefined ? {} : { topic }),
          ...(row.assigned_to ? { assignedTo: row.assigned_to } : {}),
          headSeq: row.head_seq,
          revision: row.revision,
          participants: participants.get(row.id) ?? [],
          createdAt: row.created_at.toISOString(),
          lastActivityAt: row.last_activity_at.toISOString(),
        };
      });
    },
  };
};
