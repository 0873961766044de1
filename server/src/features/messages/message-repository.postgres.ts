/** That, in SQL; plain where it is hot. */
import type { DocumentRequest } from '@senim/contract';
import type { Clock } from '#kernel/clock';
import type { DataKeys } from '#kernel/data-keys';
import { Fault } from '#kernel/fault';
import { unseal } from '#kernel/seal';
import { byteaArray, uuidArray } from '#platform/postgres/binary-arrays';
import type { Database } from '#platform/postgres/database.postgres';
import { type Appended, bodyContext, type MessageDraft } from './message-draft.ts';
import type { MessageChange, MessageRepository, StoredMessage } from './message-repository.ts';

export interface MessagesInPostgresDeps {
  readonly database: Database;
  readonly dataKeys: DataKeys;
  readonly clock: Clock;
}

/** One row for a batch: a row for each draft would be read field by field. */
interface AppendedRow {
  /** In the order of the drafts: the number of a message that was created, or what became of another draft. */
  answers: (number | OtherAnswer)[];
  /** When those that were created were stored, in milliseconds of the epoch. */
  stored_at: number | null;
}

interface OtherAnswer {
  readonly outcome: Exclude<Appended['outcome'], 'created'>;
  /** The first message, where the draft repeats it. */
  readonly id: string;
  readonly seq: number;
  readonly storedAt: number;
}

interface MessageRow {
  id: string;
  conversation_id: string;
  seq: number;
  client_message_id: string;
  author_id: string;
  author_kind: StoredMessage['authorKind'];
  body_sealed: Buffer | null;
  key_id: string;
  attachment_ids: string[] | null;
  reply_to: string | null;
  revision: number;
  created_at: Date;
  edited_at: Date | null;
  redacted_at: Date | null;
  document_request: (Omit<DocumentRequest, 'reason' | 'until'> & { readonly until: number }) | null;
}

/** Only staff ask: the messages of others are not looked for. */
const DOCUMENT_REQUEST = `case when m.author_kind = 'agent' then (
    select jsonb_build_object(
      'documentTypes', r.document_types, 'receivedTypes', r.received_types, 'keptForSeconds', r.kept_for_seconds,
      'visibleTo', 'verifiers', 'until', (extract(epoch from r.open_until) * 1000)::bigint,
      'status', case when m.redacted_at is not null or r.withdrawn_at is not null then 'withdrawn'
        when r.answered_at is not null then 'answered' when r.open_until <= now() then 'expired' else 'open' end)
    from document_request r where r.id = m.id) end as document_request`;

const COLUMNS = `m.id, m.conversation_id, m.seq, m.client_message_id, m.author_id, m.author_kind, m.body_sealed, m.key_id,
  m.attachment_ids::text[] as attachment_ids, m.reply_to, m.revision, m.created_at, m.edited_at, m.redacted_at, ${DOCUMENT_REQUEST}`;

const APPEND = `
  select json_agg(
           case when outcome = 'created' then to_json(message_seq) else json_build_object(
             'outcome', outcome, 'id', message_id, 'seq', message_seq,
             'storedAt', (extract(epoch from stored_at) * 1000)::bigint
           ) end
         ) as answers,
         (extract(epoch from max(stored_at) filter (where outcome = 'created')) * 1000)::bigint as stored_at
  from append_messages($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

const toAppended = ({ answers, stored_at }: AppendedRow, drafts: readonly MessageDraft[]): Appended[] => {
  const createdAt = new Date(stored_at ?? Number.NaN);
  return drafts.map(({ id }, index) => {
    const answer = answers[index] as number | OtherAnswer;
    if (typeof answer === 'number') return { outcome: 'created', id, seq: answer, createdAt };
    if (answer.outcome !== 'repeated') return { outcome: answer.outcome };
    return { outcome: 'repeated', id: answer.id, seq: answer.seq, createdAt: new Date(answer.storedAt) };
  });
};

/** The eight parallel arrays of append_messages(), and the flat links. */
const toParameters = (drafts: readonly MessageDraft[]): unknown[] => {
  const positions: number[] = [];
  const linked: string[] = [];
  for (const [index, draft] of drafts.entries()) {
    for (const attachmentId of draft.attachmentIds) {
      positions.push(index + 1);
      linked.push(attachmentId);
    }
  }
  return [
    uuidArray(drafts.map((draft) => draft.conversationId)),
    uuidArray(drafts.map((draft) => draft.authorId)),
    drafts.map((draft) => draft.authorKind),
    uuidArray(drafts.map((draft) => draft.clientMessageId)),
    uuidArray(drafts.map((draft) => draft.id)),
    byteaArray(drafts.map((draft) => draft.bodySealed)),
    uuidArray(drafts.map((draft) => draft.keyId)),
    uuidArray(drafts.map((draft) => draft.replyTo)),
    positions,
    linked,
  ];
};

export const messagesInPostgres = ({ database, dataKeys, clock }: MessagesInPostgresDeps): MessageRepository => {
  const { pool } = database;

  /** Texts whose key is destroyed read as empty: that is what destroying a key means. */
  const open = async (rows: readonly MessageRow[]): Promise<StoredMessage[]> => {
    const keys = await dataKeys.open(rows.map((row) => row.key_id));
    return rows.map((row) => {
      const key = row.body_sealed ? keys.get(row.key_id) : undefined;
      return {
        id: row.id,
        conversationId: row.conversation_id,
        seq: row.seq,
        clientMessageId: row.client_message_id,
        authorId: row.author_id,
        authorKind: row.author_kind,
        text: key && row.body_sealed ? unseal(key.key, row.body_sealed, bodyContext(row.id)).toString() : '',
        attachmentIds: row.attachment_ids ?? [],
        replyTo: row.reply_to ?? undefined,
        revision: row.revision,
        createdAt: row.created_at,
        editedAt: row.edited_at ?? undefined,
        redactedAt: row.redacted_at ?? undefined,
        ...(row.document_request && {
          documentRequest: { ...row.document_request, until: new Date(row.document_request.until).toISOString() },
        }),
      };
    });
  };

  const read = async (name: string, text: string, values: unknown[]): Promise<StoredMessage[]> => {
    const { rows } = await pool.query<MessageRow>({ name, text, values });
    return open(rows);
  };

  const change = async ({ conversationId, messageId, body }: MessageChange): Promise<boolean> => {
    const { rows } = await pool.query({
      name: 'message-change',
      // The conversation's row is locked first, as everywhere, so that revisions follow each other.
      text: `with locked as (
               select id from conversation where id = $1 for update
             ), changed as (
               update message m set
                 body_sealed = $3, key_id = coalesce($4, m.key_id), revision = c.revision + 1,
                 edited_at = case when $3::bytea is null then m.edited_at else $5::timestamptz end,
                 redacted_at = case when $3::bytea is null then $5::timestamptz end,
                 attachment_ids = case when $3::bytea is null then null else m.attachment_ids end
               from conversation c, locked
               where c.id = locked.id and m.conversation_id = c.id and m.id = $2 and m.redacted_at is null
               returning m.conversation_id, m.revision
             )
             update conversation c set revision = changed.revision, last_activity_at = $5
             from changed where c.id = changed.conversation_id returning c.id`,
      values: [conversationId, messageId, body?.sealed ?? null, body?.keyId ?? null, new Date(clock.now())],
    });
    return rows.length === 1;
  };

  return {
    appendAll: async (drafts) => {
      const { rows } = await pool.query<AppendedRow>({
        name: 'append-messages',
        text: APPEND,
        values: toParameters(drafts),
      });
      const [row] = rows as [AppendedRow];
      if (row.answers.length !== drafts.length) throw new Fault('append_messages() lost a draft');
      return toAppended(row, drafts);
    },

    find: async (conversationId, messageId) => {
      const [found] = await read(
        'message-find',
        `select ${COLUMNS} from message m where m.id = $2 and m.conversation_id = $1`,
        [conversationId, messageId],
      );
      return found;
    },

    findSent: async (conversationId, authorId, clientMessageId) => {
      const [found] = await read(
        'message-find-sent',
        `select ${COLUMNS} from message m
         where m.client_message_id = $3 and m.conversation_id = $1 and m.author_id = $2`,
        [conversationId, authorId, clientMessageId],
      );
      return found;
    },

    list: async (conversationId, { before, after, limit }) => {
      if (after !== undefined) {
        return read(
          'message-list-after',
          `select ${COLUMNS} from message m
           where m.conversation_id = $1 and m.seq > $2 and m.seq < $3 order by m.seq limit $4`,
          [conversationId, after, before ?? Number.MAX_SAFE_INTEGER, limit],
        );
      }
      const newest = await read(
        'message-list-before',
        `select ${COLUMNS} from message m where m.conversation_id = $1 and m.seq < $2 order by m.seq desc limit $3`,
        [conversationId, before ?? Number.MAX_SAFE_INTEGER, limit],
      );
      return newest.reverse();
    },

    listDocumentRequests: (conversationId, limit) =>
      read(
        'message-list-document-requests',
        `select ${COLUMNS} from document_request q join message m on m.id = q.id
         where q.conversation_id = $1 order by q.id desc limit $2`,
        [conversationId, limit],
      ),

    listSince: (heads, limit) =>
      read(
        'message-list-since',
        `select m.* from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as head(id, seq, revision)
         cross join lateral (
           (select ${COLUMNS} from message m where m.conversation_id = head.id and m.seq > head.seq order by m.seq limit $4)
           union
           (select ${COLUMNS} from message m
            where m.conversation_id = head.id and m.revision > head.revision and m.revision > 0 and m.seq <= head.seq
            order by m.revision limit $4)
         ) m order by m.conversation_id, m.seq`,
        [
          heads.map((head) => head.conversationId),
          heads.map((head) => head.seq),
          heads.map((head) => head.revision),
          limit,
        ],
      ),

    change,
  };
};
