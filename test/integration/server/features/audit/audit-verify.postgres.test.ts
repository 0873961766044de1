/** The audit log in a real database: chained across nodes, final, and every alteration of it is found and named. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { fileAuditAnchor } from '../../../../../server/src/features/audit/audit-anchor.fs.ts';
import { withAuditEvidence } from '../../../../../server/src/features/audit/audit-evidence.postgres.ts';
import { postgresAuditStore } from '../../../../../server/src/features/audit/audit-store.postgres.ts';
import {
  type AuditEvidence,
  type AuditVerdict,
  entryHash,
  type RecordedEntry,
  verifyAudit,
} from '../../../../../server/src/features/audit/audit-verify.ts';
import { createAuditLog } from '../../../../../server/src/features/audit/chained-audit-log.ts';
import { openDatabase } from '../../../../../server/src/platform/postgres/database.postgres.ts';
import { testDatabase } from '../../../../support/test-database.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const auditLog = (pool: Pool, folder: string) =>
  createAuditLog({
    store: postgresAuditStore(pool),
    anchor: fileAuditAnchor(folder),
    clock: { now: () => Date.now() },
    logger: silent,
  });

const verify = (pool: Pool, table = 'audit_entry', anchor?: AuditEvidence['anchor']): Promise<AuditVerdict> =>
  withAuditEvidence(pool, { entries: table, head: 'audit_head' }, (evidence) => verifyAudit({ ...evidence, anchor }));

const fill = (pool: Pool, count: number) =>
  postgresAuditStore(pool).append(Array.from({ length: count }, (_, index) => `{"operation":"test ${index}"}`));

const named = (verdict: AuditVerdict): number | string => (verdict.ok ? `${verdict.verified} verified` : verdict.entry);

interface Edit {
  readonly kind: 'payload' | 'previous_hash' | 'hash' | 'number' | 'remove' | 'swap' | 'truncate' | 'insert';
  readonly at: number;
  readonly other: number;
  readonly byte: number;
  readonly bit: number;
}

const ENTRIES = 60;

const edits: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('payload', 'previous_hash', 'hash', 'number', 'remove', 'swap', 'truncate', 'insert'),
  at: fc.integer({ min: 1, max: ENTRIES }),
  other: fc.integer({ min: 1, max: ENTRIES * 2 }),
  byte: fc.nat(31),
  bit: fc.nat(7),
});

const flip = (column: string) => `set ${column} = set_byte(${column}, $2, get_byte(${column}, $2) # (1 << $3))`;

/** @returns the number that must be named. */
const apply = async (query: Pool['query'], { kind, at, other, byte, bit }: Edit): Promise<number> => {
  const target = other === at ? at + 1 : other;
  switch (kind) {
    case 'payload':
      await query(
        `update copy set payload = overlay(payload placing chr(ascii(substr(payload, $2, 1)) # 1) from $2 for 1) where number = $1`,
        [at, 1 + (byte % 15)],
      );
      return at;
    case 'previous_hash':
    case 'hash':
      await query(`update copy ${flip(kind)} where number = $1`, [at, byte, bit]);
      return at;
    case 'number':
      await query('update copy set number = $2 where number = $1', [at, target]);
      return Math.min(at, target);
    case 'swap': {
      const partner = at === ENTRIES ? 1 : at + 1;
      await query('update copy set number = case number when $1 then $2 else $1::bigint end where number in ($1, $2)', [
        at,
        partner,
      ]);
      return Math.min(at, partner);
    }
    case 'remove':
      await query('delete from copy where number = $1', [at]);
      return at;
    case 'truncate':
      await query('delete from copy where number >= $1', [at]);
      return at;
    case 'insert':
      await query('insert into copy select number, payload, previous_hash, hash from copy where number = $1', [at]);
      return at;
  }
};

describe('the audit log', () => {
  it('finds each of 1,000 random alterations of a copy and names the first bad entry', async function () {
    this.timeout(120_000);
    await using database = await testDatabase();
    await fill(database.pool, ENTRIES);
    const client = await database.pool.connect();
    // One connection: a temporary table is a copy that needs no cleaning up.
    const pool = { connect: async () => ({ query: client.query.bind(client), release: () => undefined }) } as never;
    try {
      await client.query('create temporary table copy as select * from audit_entry');
      await fc.assert(
        fc.asyncProperty(edits, async (edit) => {
          await client.query('truncate copy');
          await client.query('insert into copy select * from audit_entry');
          const expected = await apply(client.query.bind(client) as Pool['query'], edit);
          expect(named(await verify(pool, 'copy')), JSON.stringify(edit)).to.equal(expected);
        }),
        { numRuns: 1_000, seed: 20261124 },
      );
      await client.query('truncate copy');
      await client.query('insert into copy select * from audit_entry');
      expect(named(await verify(pool, 'copy'))).to.equal(`${ENTRIES} verified`);
    } finally {
      client.release();
    }
  });

  it('keeps one chain when two nodes append at the same time', async () => {
    await using database = await testDatabase();
    await using other = openDatabase({
      connectionString: database.connectionString,
      poolSize: 5,
      onIdleError: () => undefined,
    });
    const folder = await mkdtemp(join(tmpdir(), 'senim-audit-'));
    const logs = [auditLog(database.pool, folder), auditLog(other.pool, folder)];
    await Promise.all(
      Array.from({ length: 500 }, (_, index) =>
        logs[index % 2]?.append({ operation: `op ${index}`, outcome: 'done', details: { index } }),
      ),
    );
    await Promise.all(logs.map((log) => log[Symbol.asyncDispose]()));
    const anchor = await fileAuditAnchor(folder).read();
    expect(anchor?.number).to.equal(500);
    expect(named(await verify(database.pool, 'audit_entry', anchor))).to.equal('500 verified');
    expect(await readdir(folder)).to.deep.equal(['audit-anchor.json']);
    await rm(folder, { recursive: true });
  });

  it('refuses changes, removals and truncation', async () => {
    await using database = await testDatabase();
    await fill(database.pool, 3);
    const attempts = [
      `update audit_entry set payload = '{}' where number = 2`,
      'delete from audit_entry where number = 2',
      'truncate audit_entry',
    ];
    for (const attempt of attempts) {
      const [result] = await Promise.allSettled([database.pool.query(attempt)]);
      expect(result?.status, attempt).to.equal('rejected');
    }
    expect(named(await verify(database.pool))).to.equal('3 verified');
  });

  it('notices a log that was cut short or rewritten together with its head, by the anchor outside', async () => {
    await using database = await testDatabase();
    await fill(database.pool, 20);
    const anchor = await postgresAuditStore(database.pool).head();
    await database.pool.query('alter table audit_entry disable trigger all');

    // Rewritten from entry 15 on, hashes and head and all.
    const { rows } = await database.pool.query<RecordedEntry & { number: number }>(
      'select number, payload, previous_hash as "previousHash", hash from audit_entry where number >= 14 order by number',
    );
    let previous = rows[0]?.hash as Buffer;
    for (const { number, payload } of rows.slice(1)) {
      const forged = payload?.replace('test', 'fake') as string;
      const hash = entryHash(number, previous, forged);
      await database.pool.query(
        'update audit_entry set payload = $2, previous_hash = $3, hash = $4 where number = $1',
        [...[number, forged, previous, hash]],
      );
      previous = hash;
    }
    await database.pool.query('update audit_head set hash = $1', [previous]);
    expect(named(await verify(database.pool))).to.equal('20 verified');
    expect(named(await verify(database.pool, 'audit_entry', anchor))).to.equal(20);

    // Cut after entry 9, head and all.
    await database.pool.query('delete from audit_entry where number > 9');
    await database.pool.query(
      'update audit_head set number = 9, hash = (select hash from audit_entry where number = 9)',
    );
    expect(named(await verify(database.pool))).to.equal('9 verified');
    expect(named(await verify(database.pool, 'audit_entry', anchor))).to.equal(10);
  });

  it('hashes entries as the documentation says', async () => {
    await using database = await testDatabase();
    await fill(database.pool, 1);
    const { rows } = await database.pool.query<{ hash: Buffer }>('select hash from audit_entry');
    const expected = createHash('sha256')
      .update('1\n')
      .update(Buffer.alloc(32))
      .update('{"operation":"test 0"}')
      .digest();
    expect(rows[0]?.hash.toString('hex')).to.equal(expected.toString('hex'));
  });
});
