/** That, in SQL. */
import type { Kysely, Selectable } from 'kysely';
import { recordWithin } from '#features/audit/index';
import { isHeld, keepHoldsOut } from '#features/retention/index';
import type { Clock } from '#kernel/clock';
import type { Database } from '#platform/postgres/database.postgres';
import type { Tables } from '#platform/postgres/tables.postgres';
import type { VerificationTable } from '#platform/postgres/vault-tables.postgres';
import type { DecisionOutcome, DecisionRepository, DecisionWish, VerificationRecord } from './decision-repository.ts';
import { destroyWithin } from './destruction-certificate.postgres.ts';
import type { DocumentType } from './identity-document-repository.ts';

const toRecord = (row: Selectable<VerificationTable>): VerificationRecord => ({
  id: row.id,
  documentId: row.document_id,
  subjectId: row.subject_id,
  documentType: row.document_type as DocumentType,
  result: row.result,
  state: row.state,
  reason: row.reason ?? undefined,
  checkedBy: row.checked_by,
  confirmedBy: row.confirmed_by ?? undefined,
  checkedAt: row.checked_at,
  detailsSealed: row.details_sealed,
  keyId: row.key_id,
});

/** A rejection that waits is replaced by whatever comes next; of two rejections, by different people, the second confirms. */
const settle = ({ verification, needsSecond }: DecisionWish, waiting: VerificationRecord | undefined) => {
  const isSecond = waiting !== undefined && waiting.checkedBy !== verification.checkedBy;
  if (verification.result === 'verified' || !needsSecond) return { ...verification, state: 'final' as const };
  if (!isSecond) return { ...verification, state: 'awaiting-confirmation' as const };
  return {
    ...verification,
    state: 'final' as const,
    checkedBy: waiting.checkedBy,
    confirmedBy: verification.checkedBy,
  };
};

const replace = async (
  query: Kysely<Tables>,
  record: Omit<VerificationRecord, 'confirmedBy'> & { confirmedBy?: string },
) => {
  await query.deleteFrom('verification').where('document_id', '=', record.documentId).execute();
  const row = await query
    .insertInto('verification')
    .values({
      id: record.id,
      document_id: record.documentId,
      subject_id: record.subjectId,
      document_type: record.documentType,
      result: record.result,
      state: record.state,
      reason: record.reason ?? null,
      checked_by: record.checkedBy,
      confirmed_by: record.confirmedBy ?? null,
      checked_at: record.checkedAt,
      details_sealed: record.detailsSealed,
      key_id: record.keyId,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toRecord(row);
};

const decideWithin = async (query: Kysely<Tables>, wish: DecisionWish, at: Date): Promise<DecisionOutcome> => {
  const { documentId } = wish.verification;
  await keepHoldsOut(query);
  const document = await query
    .selectFrom('identity_document')
    .selectAll()
    .where('id', '=', documentId)
    .forUpdate()
    .executeTakeFirst();
  if (document?.decided_at) return { kind: 'decided' };
  if (document?.status !== 'stored') return { kind: 'not-found' };
  const known = await query
    .selectFrom('verification')
    .selectAll()
    .where('document_id', '=', documentId)
    .executeTakeFirst();

  const verification = await replace(query, settle(wish, known && toRecord(known)));
  const isFinal = verification.state === 'final';
  if (isFinal)
    await query.updateTable('identity_document').set({ decided_at: at }).where('id', '=', documentId).execute();
  const isDestroyed = isFinal && !(await isHeld(query, document.conversation_id));
  const details = { ...wish.entry.details, state: verification.state, isDestroyed };
  const entries = [{ ...wish.entry, details }];
  if (isDestroyed) await destroyWithin(query, [documentId], { at, entriesBefore: entries });
  else await recordWithin(query, entries, at);
  return { kind: 'stored', verification, isDestroyed };
};

export const decisionsInPostgres = ({ query }: Database, clock: Clock): DecisionRepository => ({
  decide: (wish) =>
    query.transaction().execute((transaction) => decideWithin(transaction, wish, new Date(clock.now()))),

  find: async (documentId) => {
    const row = await query
      .selectFrom('verification')
      .selectAll()
      .where('document_id', '=', documentId)
      .executeTakeFirst();
    return row && toRecord(row);
  },

  listOf: async (subjectId, limit) => {
    const rows = await query
      .selectFrom('verification')
      .selectAll()
      .where('subject_id', '=', subjectId)
      .where('state', '=', 'final')
      .orderBy('checked_at', 'desc')
      .limit(limit)
      .execute();
    return rows.map(toRecord);
  },

  change: ({ id, subjectId }, change, entry) =>
    query.transaction().execute(async (transaction) => {
      const row = await transaction
        .selectFrom('verification')
        .selectAll()
        .where('id', '=', id)
        .where('subject_id', '=', subjectId)
        .where('state', '=', 'final')
        .forUpdate()
        .executeTakeFirst();
      if (!row) return undefined;
      const { detailsSealed, keyId } = await change(toRecord(row));
      const changed = await transaction
        .updateTable('verification')
        .set({ details_sealed: detailsSealed, key_id: keyId })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await recordWithin(transaction, [entry], new Date(clock.now()));
      return toRecord(changed);
    }),
});
