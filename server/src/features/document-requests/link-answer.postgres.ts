/** Links a document that is being stored to the request that it answers, within the transaction that stores it. */
import { sql, type Transaction } from 'kysely';
import { ProblemError } from '#kernel/problem-error';
import type { Tables } from '#platform/postgres/tables.postgres';
import { countChange, lockConversation } from './count-change.postgres.ts';
import type { AnswerWish } from './document-request-answer.ts';

/** Throws `document-request/not-open` when it was withdrawn, removed or ran out meanwhile: then nothing is stored. */
export type LinkAnswer = (transaction: Transaction<Tables>, answer: AnswerWish) => Promise<void>;

/** An answered request takes more of what it asked for: cards have two sides. */
export const linkAnswer: LinkAnswer = async (transaction, { requestId, conversationId, documentType }) => {
  if (requestId === undefined) return;
  await lockConversation(transaction, conversationId);
  const { numAffectedRows } = await sql`
    update document_request r set
      received_types = case when ${documentType} = any (r.received_types) then r.received_types
        else r.received_types || ${documentType}::text end,
      answered_at = coalesce(r.answered_at,
        case when r.document_types <@ (r.received_types || ${documentType}::text) then clock_timestamp() end)
    where r.id = ${requestId} and r.conversation_id = ${conversationId} and ${documentType} = any (r.document_types)
      and r.withdrawn_at is null and r.open_until > clock_timestamp()
      and exists (select 1 from message m where m.id = r.id and m.redacted_at is null)`.execute(transaction);
  if (numAffectedRows !== 1n) throw new ProblemError('document-request/not-open');
  await countChange(transaction, conversationId, requestId);
};
