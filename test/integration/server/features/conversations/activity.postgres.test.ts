/** Conversations by their activity: the newest first, page by page, whichever minute they fell in. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import {
  type ConversationsInPostgresDeps,
  conversationsInPostgres,
} from '../../../../../server/src/features/conversations/conversation-repository.postgres.ts';
import { headsInPostgres } from '../../../../../server/src/features/sessions/head-repository.postgres.ts';
import { type TestDatabase, testDatabase } from '../../../../support/test-database.ts';

/** Around two turns of the minute, in no order. */
const MOMENTS = ['10:00:59.999', '10:02:00.000', '10:01:00.000', '10:00:00.000', '10:01:59.500', '10:01:30.250'];
const at = (time: string): Date => new Date(`2026-03-01T${time}Z`);

const newConversation = async ({ pool }: TestDatabase, time: string): Promise<string> => {
  const [author, conversation] = [randomUUID(), randomUUID()];
  await pool.query(`insert into principal (id, kind) values ($1, 'visitor')`, [author]);
  await pool.query(`insert into conversation (id, kind, opened_by, last_activity_at) values ($1, 'support', $2, $3)`, [
    conversation,
    author,
    at(time),
  ]);
  return conversation;
};

const seed = async (database: TestDatabase): Promise<Map<string, string>> => {
  const times = new Map<string, string>();
  for (const time of MOMENTS) times.set(await newConversation(database, time), time);
  return times;
};

describe('conversations by their activity', () => {
  it('are listed with the newest first, and paged without a gap or a repetition', async () => {
    await using database = await testDatabase();
    const times = await seed(database);
    // A list of ids asks nobody but the database.
    const conversations = conversationsInPostgres({ database } as unknown as ConversationsInPostgresDeps);

    const seen: (string | undefined)[] = [];
    for (let before: Date | undefined; ; ) {
      const page = await conversations.list({ readableBy: 'support', before, limit: 2 });
      if (page.length === 0) break;
      const pageTimes = page.map((id) => times.get(id));
      seen.push(...pageTimes);
      before = at(pageTimes.at(-1) as string);
    }

    expect(seen).to.deep.equal([...MOMENTS].sort().reverse());
  });

  it('are found since a moment, the oldest first', async () => {
    await using database = await testDatabase();
    const times = await seed(database);

    const heads = await headsInPostgres(database).listActiveSince(at('10:01:00.000'), 10);

    expect(heads.map(({ conversationId }) => times.get(conversationId))).to.deep.equal([
      '10:01:30.250',
      '10:01:59.500',
      '10:02:00.000',
    ]);
  });
});
