/** `npm run audit:verify` as an auditor runs it: against a named database, a copy, and the embedded database of a data folder. */
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Pool } from 'pg';
import { fileAuditAnchor } from '../../../../../server/src/features/audit/audit-anchor.fs.ts';
import { postgresAuditStore } from '../../../../../server/src/features/audit/audit-store.postgres.ts';
import { openKeyFolder } from '../../../../../server/src/platform/keys/key-folder.fs.ts';
import { openDatabase } from '../../../../../server/src/platform/postgres/database.postgres.ts';
import { startEmbeddedPostgres } from '../../../../../server/src/platform/postgres/embedded/embedded.process.ts';
import { migrate } from '../../../../../server/src/platform/postgres/migrate.postgres.ts';
import { testDatabase } from '../../../../support/test-database.ts';

const SCRIPT = new URL('../../../../../scripts/audit-verify.ts', import.meta.url).pathname;

const run = (folder: string, databaseUrl: string | undefined, ...args: string[]) =>
  new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    const { DATABASE_URL: _, ...rest } = process.env;
    const env = { ...rest, SENIM_DATA_DIR: folder, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) };
    const child = spawn(process.execPath, ['--conditions=@senim/source', SCRIPT, ...args], { env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: output.trim() }));
  });

const fill = (pool: Pool, count: number) =>
  postgresAuditStore(pool).append(Array.from({ length: count }, (_, index) => `{"operation":"${index}"}`));

const dataFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'senim-verify-'));
  await chmod(folder, 0o711);
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
};

describe('audit:verify', function () {
  this.timeout(60_000);

  it('verifies the log, finds a changed byte of a copy, and notices what the anchor knows', async () => {
    await using database = await testDatabase();
    await using place = await dataFolder();
    await fill(database.pool, 12);
    const url = database.connectionString;
    expect(await run(place.folder, url)).to.deep.equal({ code: 0, output: '12 entries verified' });

    await database.pool.query('create table audit_entry_copy as select * from audit_entry');
    await database.pool.query(`update audit_entry_copy set payload = replace(payload, '6', '7') where number = 7`);
    expect(await run(place.folder, url, '--table', 'audit_entry_copy')).to.deep.equal({
      code: 1,
      output: 'entry 7 does not verify: it was altered',
    });

    await database.pool.query('create table older as select * from audit_entry where number <= 5');
    expect((await run(place.folder, url, '--table', 'older')).output).to.match(
      /^entry 6 does not verify: it is missing/,
    );
    expect((await run(place.folder, url, '--table', 'older', '--without-head')).output).to.equal('5 entries verified');

    await fileAuditAnchor(place.folder).write({ number: 12, hash: Buffer.alloc(32, 9) });
    expect((await run(place.folder, url)).output).to.match(/^entry 12 does not verify: .*rewritten/);
  });

  it('says what to do when there is nothing to read', async () => {
    await using place = await dataFolder();
    const { code, output } = await run(place.folder, undefined);
    expect(code).to.equal(2);
    expect(output).to.include('set SENIM_DATA_DIR, or DATABASE_URL');
  });

  it('finds the embedded database of a running server', async () => {
    await using place = await dataFolder();
    const password = (await (await openKeyFolder(join(place.folder, 'keys'))).secret('postgres')).toString('base64url');
    await using postgres = await startEmbeddedPostgres({ folder: join(place.folder, 'postgres'), password });
    await using database = openDatabase({
      connectionString: postgres.connectionString,
      poolSize: 1,
      onIdleError: () => undefined,
    });
    await migrate(database.pool);
    await fill(database.pool, 3);
    expect(await run(place.folder, undefined)).to.deep.equal({ code: 0, output: '3 entries verified' });
  });
});
