/** Finds attachments and identity documents that are due. */
import type pg from 'pg';
import { isNotHeld } from './hold-guard.postgres.ts';
import type { RetentionCutoffs } from './retention-plan.ts';
import type { DueFile, FileScan } from './retention-store.ts';

export interface FoundFile extends DueFile {
  /** Its moment to the microsecond and its id: where the next page begins. */
  readonly place: string;
}

interface FilePage {
  readonly scan: FileScan;
  readonly cutoffs: RetentionCutoffs;
  readonly after: string | undefined;
  readonly limit: number;
}

const FIRST_PLACE = '-infinity/00000000-0000-0000-0000-000000000000';
const PLACE = `f.created_at::text || '/' || f.id as place`;
const AFTER = '(f.created_at, f.id) > ($1::timestamptz, $2::uuid)';

/** An upload under way belongs to its sender, and to the sweep when that breaks off; a held one has details already. */
const HAS_ARRIVED = `(f.status <> 'checking' or f.details_sealed is not null)`;

/** An attachment never outlives its message; a message may outlive its attachments. */
const DUE_ATTACHMENTS = `
  select f.id, f.kind, f.key_id as "keyId", ${PLACE}
  from attachment f left join message m on m.id = f.message_id
  where f.status <> 'destroyed' and ${HAS_ARRIVED} and f.kind = $4 and ${AFTER} and f.created_at < greatest($5::timestamptz, $6::timestamptz)
    and (f.created_at < $5 or (f.message_id is not null and (m.id is null or m.created_at < $6)))
    and ${isNotHeld('f')}
  order by f.created_at, f.id limit $3`;

const DUE_UNLINKED = `
  select f.id, f.kind, f.key_id as "keyId", ${PLACE}
  from attachment f
  where f.status <> 'destroyed' and ${HAS_ARRIVED} and f.message_id is null and ${AFTER} and f.created_at < $4 and ${isNotHeld('f')}
  order by f.created_at, f.id limit $3`;

/** Its term is over; or it has been decided on, and was held then, or the server died. */
const DUE_DOCUMENTS = `
  select f.id, 'identityDocument' as kind, null as "keyId", ${PLACE}
  from identity_document f
  where f.status <> 'destroyed' and ${AFTER} and (f.created_at < $4 or f.decided_at is not null) and ${isNotHeld('f')}
  order by f.created_at, f.id limit $3`;

const question = (scan: FileScan, cutoffs: RetentionCutoffs): { sql: string; values: unknown[] } => {
  if (scan === 'unlinked') return { sql: DUE_UNLINKED, values: [cutoffs.unlinked] };
  if (scan === 'identityDocument') return { sql: DUE_DOCUMENTS, values: [cutoffs.identityDocument] };
  return { sql: DUE_ATTACHMENTS, values: [scan, cutoffs[scan], cutoffs.message] };
};

/** The oldest first. */
export const findDueFiles = async (client: pg.ClientBase, page: FilePage): Promise<FoundFile[]> => {
  const { sql, values } = question(page.scan, page.cutoffs);
  const [moment, id] = (page.after ?? FIRST_PLACE).split('/');
  const { rows } = await client.query<Omit<FoundFile, 'keyId'> & { keyId: string | null }>(sql, [
    ...[moment, id, page.limit],
    ...values,
  ]);
  return rows.map((row) => ({ ...row, keyId: row.keyId ?? undefined }));
};
