/** Fills a conversation with as many messages as a test of size needs, sealed as the server seals them, past its door. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { bodyContext } from '../../../server/src/features/messages/message-draft.ts';
import { systemClock } from '../../../server/src/kernel/clock.ts';
import { newId } from '../../../server/src/kernel/ids.ts';
import { seal } from '../../../server/src/kernel/seal.ts';
import { dataKeysInPostgres } from '../../../server/src/platform/keys/data-keys.postgres.ts';
import { fileKeys } from '../../../server/src/platform/keys/file-keys.fs.ts';
import { openKeyFolder } from '../../../server/src/platform/keys/key-folder.fs.ts';
import { ringOf } from '../../../server/src/platform/keys/rewrap-ring.ts';
import { type Database, openDatabase } from '../../../server/src/platform/postgres/database.postgres.ts';
import { embeddedConnectionString } from '../../../server/src/platform/postgres/embedded/embedded.process.ts';

const BATCH = 5_000;

const INSERT = `
  insert into message (conversation_id, seq, id, author_id, author_kind, client_message_id, body_sealed, key_id, created_at)
  select $1, $2::bigint + ordinality, id, $3, 'visitor', client_id, body, $4, now()
  from unnest($5::uuid[], $6::uuid[], $7::bytea[]) with ordinality as given (id, client_id, body, ordinality)`;

/** The database of a server that runs from this data folder. */
export const openServersDatabase = async (dataFolder: string): Promise<Database> => {
  const password = await (await openKeyFolder(join(dataFolder, 'keys'))).secret('postgres');
  const connectionString = embeddedConnectionString(
    join(dataFolder, 'postgres/socket'),
    password.toString('base64url'),
  );
  return openDatabase({ connectionString, poolSize: 2, onIdleError: () => undefined });
};

export interface Filling {
  readonly dataFolder: string;
  readonly conversationId: string;
  /** Who has said at least one thing there. */
  readonly authorId: string;
  readonly count: number;
}

export const fillConversation = async (database: Database, filling: Filling): Promise<void> => {
  const { conversationId, authorId, count } = filling;
  const files = fileKeys(await openKeyFolder(join(filling.dataFolder, 'keys')));
  const keyRing = ringOf(files, await files.newest('master', false));
  const { key, id: keyId } = await dataKeysInPostgres({ database, keyRing, clock: systemClock }).forParticipant(
    conversationId,
    authorId,
  );
  const { rows } = await database.pool.query('select head_seq from conversation where id = $1', [conversationId]);
  const head = Number(rows[0].head_seq);
  for (let done = 0; done < count; done += BATCH) {
    const ids = Array.from({ length: Math.min(BATCH, count - done) }, () => newId(Date.now()));
    const bodies = ids.map((id, index) => seal(key, `message ${done + index} of a long conversation`, bodyContext(id)));
    const clientIds = ids.map(() => randomUUID());
    await database.pool.query(INSERT, [conversationId, head + done, authorId, keyId, ids, clientIds, bodies]);
  }
  await database.pool.query('update conversation set head_seq = head_seq + $2 where id = $1', [conversationId, count]);
  await database.pool.query('analyze message');
};
