/** The group commit's SQL: numbers without gaps, repetitions answered with the first result. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { type TestDatabase, testDatabase } from '../../../../support/test-database.ts';

interface Row {
  position_: number;
  outcome: string;
  message_id: string;
  message_seq: number;
}

const newConversation = async ({ pool }: TestDatabase) => {
  const author = randomUUID();
  const conversation = randomUUID();
  const key = randomUUID();
  await pool.query(`insert into principal (id, kind) values ($1, 'visitor')`, [author]);
  await pool.query(`insert into conversation (id, kind, opened_by) values ($1, 'support', $2)`, [conversation, author]);
  await pool.query(
    `insert into keys.wrapping_key (id, ring, state) values ('test:one', 'master', 'former') on conflict do nothing`,
  );
  await pool.query(
    `insert into keys.data_key (id, scope, principal_id, conversation_id, wrapped, wrapped_by)
     values ($1, 'participant', $2, $3, '', 'test:one')`,
    [key, author, conversation],
  );
  return { author, conversation, key };
};

type Target = Awaited<ReturnType<typeof newConversation>>;

type Queries = Pick<TestDatabase['pool'], 'query'>;

const append = async ({ pool }: { readonly pool: Queries }, target: Target, clientIds: string[]): Promise<Row[]> => {
  const all = <T>(value: T): T[] => clientIds.map(() => value);
  const { rows } = await pool.query<Row>('select * from append_messages($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
    all(target.conversation),
    all(target.author),
    all('visitor'),
    clientIds,
    clientIds.map(() => randomUUID()),
    all(Buffer.from('sealed')),
    all(target.key),
    all(null),
    [],
    [],
  ]);
  return rows;
};

const heapOnlyUpdates = async (pool: Queries): Promise<number> => {
  const { rows } = await pool.query<{ updates: number }>(
    `select pg_stat_get_xact_tuples_hot_updated('conversation'::regclass) as updates`,
  );
  return Number(rows[0]?.updates);
};

describe('append_messages', () => {
  it('numbers 1, 2, 3 … and answers a repetition with the first message', async () => {
    await using database = await testDatabase();
    const target = await newConversation(database);
    const [a, b, c] = [randomUUID(), randomUUID(), randomUUID()] as const;

    const first = await append(database, target, [a, b]);
    const second = await append(database, target, [b, c]);

    expect(first.map((row) => [row.outcome, row.message_seq])).to.deep.equal([
      ['created', 1],
      ['created', 2],
    ]);
    expect(second.map((row) => [row.outcome, row.message_seq])).to.deep.equal([
      ['repeated', 2],
      ['created', 3],
    ]);
    expect(second[0]?.message_id).to.equal(first[1]?.message_id);
  });

  it('leaves no gap and no double when batches of many connections race with the same ids', async () => {
    await using database = await testDatabase();
    const targets = await Promise.all([1, 2, 3].map(() => newConversation(database)));
    const ids = targets.map(() => Array.from({ length: 40 }, () => randomUUID()));

    await Promise.all(
      Array.from({ length: 30 }, (_, turn) => {
        const which = turn % targets.length;
        const own = ids[which] as string[];
        return append(database, targets[which] as Target, own.slice(turn, turn + 10));
      }),
    );

    const { rows } = await database.pool.query<{ count: number; highest: number; head: number; distinct: number }>(
      `select count(*) as count, max(m.seq) as highest, count(distinct m.client_message_id) as distinct, max(c.head_seq) as head
       from message m join conversation c on c.id = m.conversation_id group by m.conversation_id`,
    );
    expect(rows).to.have.lengthOf(3);
    for (const row of rows)
      expect([row.highest, row.head, row.distinct]).to.deep.equal([row.count, row.count, row.count]);
  });

  it('moves the heads of its conversations without writing an index, but once a minute', async () => {
    await using database = await testDatabase();
    const target = await newConversation(database);
    await append(database, target, [randomUUID()]);
    const client = await database.pool.connect();
    try {
      await client.query('begin');
      const before = await heapOnlyUpdates(client);
      for (let count = 0; count < 5; count++) await append({ pool: client }, target, [randomUUID()]);
      // The minute may have turned once meanwhile.
      expect((await heapOnlyUpdates(client)) - before).to.be.at.least(4);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  it('stores nothing in a closed or unknown conversation, or under a destroyed key', async () => {
    await using database = await testDatabase();
    const target = await newConversation(database);
    const keyless = await append(database, { ...target, key: randomUUID() }, [randomUUID()]);
    const unknown = await append(database, { ...target, conversation: randomUUID() }, [randomUUID()]);
    await database.pool.query(`update conversation set status = 'closed'`);
    const closed = await append(database, target, [randomUUID()]);

    expect([keyless[0]?.outcome, unknown[0]?.outcome, closed[0]?.outcome]).to.deep.equal([
      'key-missing',
      'not-found',
      'closed',
    ]);
    const { rows } = await database.pool.query('select 1 from message');
    expect(rows).to.have.lengthOf(0);
  });
});
