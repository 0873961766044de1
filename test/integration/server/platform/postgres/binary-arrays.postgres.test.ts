/** What is written in PostgreSQL's binary format is what PostgreSQL reads. */
import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { byteaArray, uuidArray } from '../../../../../server/src/platform/postgres/binary-arrays.ts';
import { testDatabase } from '../../../../support/test-database.ts';

describe('binary arrays', () => {
  it('are read as the ids and bytes they were made of, nulls and empty ones included', async () => {
    await using database = await testDatabase();
    const ids = Array.from({ length: 300 }, (_, index) => (index % 3 === 0 ? undefined : randomUUID()));
    const values = Array.from({ length: 300 }, (_, index) => randomBytes(index));

    const { rows } = await database.pool.query('select $1::uuid[]::text[] as ids, $2::bytea[] as bytes', [
      uuidArray(ids),
      byteaArray(values),
    ]);

    expect(rows[0].ids).to.deep.equal(ids.map((id) => id ?? null));
    expect(rows[0].bytes).to.deep.equal(values);
  });

  it('may have no element, and ids in capitals or without hyphens', async () => {
    await using database = await testDatabase();
    const id = randomUUID();

    const { rows } = await database.pool.query(
      'select $1::uuid[] = $4 as no_ids, $2::bytea[] = $5 as no_bytes, $3::uuid[]::text[] as ids',
      [uuidArray([]), byteaArray([]), uuidArray([id.toUpperCase(), id.replaceAll('-', '')]), [], []],
    );

    expect(rows[0]).to.deep.equal({ no_ids: true, no_bytes: true, ids: [id, id] });
  });

  it('refuse what is not an id before anything is sent', () => {
    const id = randomUUID();
    for (const wrong of [
      '',
      'x',
      `${id}0`,
      `${id}00`,
      id.slice(0, -1),
      id.slice(0, -2),
      `${id.slice(0, -1)}g`,
      `é${id.slice(1)}`,
    ]) {
      expect(() => uuidArray([wrong]), wrong).to.throw('not a UUID');
    }
  });
});
