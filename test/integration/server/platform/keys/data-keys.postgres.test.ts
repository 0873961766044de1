/** Data keys: one for each owner, wrapped in the database, gone for good when their row is. */
import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { systemClock } from '../../../../../server/src/kernel/clock.ts';
import { sealAndStore } from '../../../../../server/src/kernel/seal-and-store.ts';
import { dataKeysInPostgres } from '../../../../../server/src/platform/keys/data-keys.postgres.ts';
import { listedKeyRing } from '../../../../support/memory/memory-key-ring.ts';
import { type TestDatabase, testDatabase } from '../../../../support/test-database.ts';

const keysOf = (database: TestDatabase, masterKey = randomBytes(32)) =>
  dataKeysInPostgres({ database, keyRing: listedKeyRing(database, masterKey), clock: systemClock });

const destroy = ({ pool }: TestDatabase, id: string) => pool.query('delete from keys.data_key where id = $1', [id]);

describe('data keys', () => {
  it('are the same for the same participant, also for another node, and another for each conversation', async () => {
    await using database = await testDatabase();
    const masterKey = randomBytes(32);
    const [one, two] = [keysOf(database, masterKey), keysOf(database, masterKey)];
    const [conversation, person] = [randomUUID(), randomUUID()];

    const first = await one.forParticipant(conversation, person);
    const again = await two.forParticipant(conversation, person);
    const elsewhere = await one.forParticipant(randomUUID(), person);

    expect(again.id).to.equal(first.id);
    expect(again.key.equals(first.key)).to.equal(true);
    expect(elsewhere.id).not.to.equal(first.id);
  });

  it('do not open under another master key', async () => {
    await using database = await testDatabase();
    const { id } = await keysOf(database).forPerson(randomUUID());

    const failure = await keysOf(database)
      .open([id])
      .catch((error: Error) => error);

    expect(failure).to.be.instanceOf(Error);
  });

  it('are made anew at once when one that was destroyed is forgotten', async () => {
    await using database = await testDatabase();
    const keys = keysOf(database);
    const [conversation, person] = [randomUUID(), randomUUID()];
    const gone = await keys.forParticipant(conversation, person);
    await destroy(database, gone.id);

    const used: string[] = [];
    await sealAndStore(
      keys,
      () => keys.forParticipant(conversation, person),
      async ({ id }) => {
        used.push(id);
        if (used.length === 1) throw Object.assign(new Error('the data key has been destroyed'), { code: 'SN001' });
      },
    );

    expect(used[0]).to.equal(gone.id);
    expect(used[1]).not.to.equal(gone.id);
    expect((await keys.open([gone.id])).size).to.equal(0);
  });
});
