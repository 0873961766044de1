/** People, conversations and messages of any age, sealed under real keys, for the tests of retention. */
import { randomUUID } from 'node:crypto';
import type { AuditEntry } from '../../../../../server/src/features/audit/index.ts';
import { createRetention, type RetentionTerms } from '../../../../../server/src/features/retention/index.ts';
import { postgresRetentionStorage } from '../../../../../server/src/features/retention/retention-storage.postgres.ts';
import { newId } from '../../../../../server/src/kernel/ids.ts';
import { seal } from '../../../../../server/src/kernel/seal.ts';
import { dataKeysInPostgres } from '../../../../../server/src/platform/keys/data-keys.postgres.ts';
import { listedKeyRing } from '../../../../support/memory/memory-key-ring.ts';
import { type TestDatabase, testDatabase } from '../../../../support/test-database.ts';

export const HOUR_MS = 3_600_000;

/** Seconds. */
export const terms: RetentionTerms = {
  message: 86_400,
  photo: 43_200,
  voice: 43_200,
  file: 4 * 86_400,
  identityDocument: 21_600,
  unlinked: 3_600,
};

export const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const clock = { now: () => Date.now() };

/** Destroys like the real stores do, as far as the database shows it. */
const destroyer = ({ pool }: TestDatabase, table: 'attachment' | 'identity_document', details: string) => ({
  isDown: false,
  broken: new Set<string>(),
  calls: 0,
  destroy: async function (ids: readonly string[]): Promise<void> {
    this.calls += 1;
    if (this.isDown || ids.some((id) => this.broken.has(id))) throw new Error('the store does not answer');
    await pool.query(`update ${table} set status = 'destroyed', destroyed_at = now()${details} where id = any ($1)`, [
      ids,
    ]);
  },
});

export const retentionNode = (database: TestDatabase, ownTerms: RetentionTerms = terms) => {
  const audited: AuditEntry[] = [];
  const dataKeys = dataKeysInPostgres({ database, keyRing: listedKeyRing(database), clock });
  const attachments = destroyer(database, 'attachment', ', details_sealed = null, key_id = null');
  const vault = destroyer(database, 'identity_document', '');
  const storage = postgresRetentionStorage(database.pool);
  const retention = createRetention({
    storage,
    attachments,
    vault,
    dataKeys,
    audit: { append: async (...entries) => void audited.push(...entries) },
    clock,
    logger: silent,
    terms: ownTerms,
  });
  return { ...retention, storage, dataKeys, attachments, vault, audited };
};

export const arrange = async () => {
  const database = await testDatabase();
  const node = retentionNode(database);
  return { database, node, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() };
};

export type Arranged = Awaited<ReturnType<typeof arrange>>;

export const newPerson = async ({ pool }: TestDatabase, kind: 'visitor' | 'agent' = 'visitor'): Promise<string> => {
  const id = randomUUID();
  await pool.query('insert into principal (id, kind) values ($1, $2)', [id, kind]);
  return id;
};

export interface Target {
  readonly author: string;
  readonly conversation: string;
}

export const newConversation = async ({ pool, ...rest }: TestDatabase): Promise<Target> => {
  const author = await newPerson({ pool, ...rest });
  const conversation = randomUUID();
  await pool.query(`insert into conversation (id, kind, opened_by) values ($1, 'support', $2)`, [conversation, author]);
  return { author, conversation };
};

export interface Seeded {
  readonly id: string;
  readonly keyId: string;
  readonly sealed: Buffer;
}

/** One message for each age, in milliseconds, numbered in the order given. */
export const seedMessages = async (
  { database, node }: Arranged,
  { author, conversation }: Target,
  ages: readonly number[],
  attachmentIds: readonly (readonly string[] | null)[] = [],
): Promise<Seeded[]> => {
  const key = await node.dataKeys.forParticipant(conversation, author);
  const moments = ages.map((age) => Date.now() - age);
  const seeded = moments.map((moment) => {
    const id = newId(moment);
    return { id, keyId: key.id, sealed: seal(key.key, `words of ${id}`, `message:${id}`) };
  });
  await database.pool.query(
    `with head as (update conversation set head_seq = head_seq + $3, last_activity_at = $4 where id = $1 returning head_seq - $3 as seq)
     insert into message (conversation_id, seq, id, author_id, author_kind, client_message_id, body_sealed, key_id, created_at, attachment_ids)
     select $1, head.seq + i.n, i.id, $2, 'visitor', gen_random_uuid(), i.body, $5, i.at, (i.links)::uuid[]
     from head, unnest($6::uuid[], $7::bytea[], $8::timestamptz[], $9::text[]) with ordinality as i(id, body, at, links, n)`,
    [
      ...[conversation, author, ages.length, new Date(Math.max(...moments)), key.id],
      seeded.map(({ id }) => id),
      seeded.map(({ sealed }) => sealed),
      moments.map((moment) => new Date(moment)),
      ages.map((_, index) => (attachmentIds[index] ? `{${attachmentIds[index].join()}}` : null)),
    ],
  );
  return seeded;
};

export const seedAttachment = async (
  { database, node }: Arranged,
  { author, conversation }: Target,
  kind: 'photo' | 'voice' | 'file',
  age: number,
): Promise<string> => {
  const key = await node.dataKeys.forParticipant(conversation, author);
  const id = newId(Date.now() - age);
  await database.pool.query(
    `insert into attachment (id, conversation_id, owner_id, kind, status, details_sealed, key_id, media_type, created_at)
     values ($1, $2, $3, $4, 'available', $5, $6, 'x/y', $7)`,
    [id, conversation, author, kind, seal(key.key, '{}', `attachment:${id}`), key.id, new Date(Date.now() - age)],
  );
  return id;
};

export const link = ({ database }: Arranged, messageId: string, attachmentId: string) =>
  database.pool.query('update attachment set message_id = $1 where id = $2', [messageId, attachmentId]);

export const seedDocument = async ({ database }: Arranged, target: Target, age: number): Promise<string> => {
  const id = newId(Date.now() - age);
  await database.pool.query(
    `insert into identity_document (id, conversation_id, owner_id, document_type, status, media_type, created_at)
     values ($1, $2, $3, 'passport', 'stored', 'x/y', $4)`,
    [id, target.conversation, target.author, new Date(Date.now() - age)],
  );
  return id;
};

/** Ids of the messages that are there, sorted. */
export const messagesLeft = async ({ database }: Arranged): Promise<string[]> => {
  const { rows } = await database.pool.query<{ id: string }>('select id from message order by id');
  return rows.map(({ id }) => id);
};

/** Ids of the files that are not destroyed, sorted. */
export const filesLeft = async ({ database }: Arranged): Promise<string[]> => {
  const { rows } = await database.pool.query<{ id: string }>(
    `select id from (select id, status from attachment union all select id, status from identity_document) f
     where status <> 'destroyed' order by id`,
  );
  return rows.map(({ id }) => id);
};

export const keysLeft = async ({ database }: Arranged): Promise<string[]> => {
  const { rows } = await database.pool.query<{ id: string }>(
    `select id from keys.data_key where scope = 'participant'`,
  );
  return rows.map(({ id }) => id);
};

/** As the gateway calls it. */
export const placeHold = async ({ database, node }: Arranged, conversationId: string) => {
  const id = await newPerson(database, 'agent');
  return node.holdPlace({
    principal: { id, kind: 'agent', roles: ['privacy-officer'] },
    traceId: 'trace',
    params: undefined,
    query: undefined,
    body: { conversationId, reason: 'an inspection' },
  });
};
