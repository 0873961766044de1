/** Use case: delivered or read up to a number. */
import { type ConversationAccess, readersOf } from '#features/conversations/index';
import type { UseCase } from '#kernel/call';
import type { Database } from '#platform/postgres/database.postgres';
import type { FanOut } from '#realtime/fan-out';

export interface ReceiptMarkDeps {
  readonly access: ConversationAccess;
  readonly database: Database;
  readonly fanOut: FanOut;
}

interface Row {
  read_seq: number;
  delivered_seq: number;
  is_news: boolean;
}

/** Only ever forwards, never beyond the newest message; what is read is delivered as well. */
const MARK = `
  with before as (
    select read_seq, delivered_seq from participant where conversation_id = $1 and principal_id = $2
  )
  insert into participant as p (conversation_id, principal_id, read_seq, delivered_seq)
  select c.id, $2, least($3, c.head_seq), least($4, c.head_seq) from conversation c where c.id = $1
  on conflict (conversation_id, principal_id) do update set
    read_seq = greatest(p.read_seq, excluded.read_seq),
    delivered_seq = greatest(p.delivered_seq, excluded.delivered_seq)
  returning p.read_seq, p.delivered_seq,
    (p.read_seq, p.delivered_seq) is distinct from (select (b.read_seq, b.delivered_seq) from before b) as is_news`;

export const receiptMark =
  ({ access, database, fanOut }: ReceiptMarkDeps): UseCase<'receipt:mark'> =>
  async ({ conversationId, kind, seq }, { principal, connectionId }) => {
    const conversation = await access.requireReadable(principal, conversationId);
    const { rows } = await database.pool.query<Row>({
      name: 'receipt-mark',
      text: MARK,
      values: [conversationId, principal.id, kind === 'read' ? seq : 0, seq],
    });
    const row = rows[0] as Row;
    const receipt = { readSeq: row.read_seq, deliveredSeq: row.delivered_seq };
    if (row.is_news) {
      const payload = { conversationId, principalId: principal.id, ...receipt };
      fanOut.publish('receipt:changed', payload, { rooms: readersOf(conversation), except: connectionId });
    }
    return receipt;
  };
