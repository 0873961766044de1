/** The embedded database starts over whatever an earlier start left behind, and leaves nothing itself when it cannot. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../../../../server/src/platform/postgres/embedded/embedded.process.ts';
import { findPlaces } from '../../../../../server/src/platform/postgres/embedded/places.fs.ts';
import { unprivilegedUser } from '../../../../../server/src/platform/postgres/embedded/unprivileged-user.fs.ts';
import { temporaryFolder } from '../../../../support/services/service-process.ts';

const dataFolder = async () => {
  const folder = await temporaryFolder();
  // When root runs the tests, PostgreSQL's own user has to reach its folder.
  await chmod(folder.path, 0o711);
  return folder;
};

const answers = async (connectionString: string): Promise<void> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query('select 1');
  await client.end();
};

const complaint = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'started',
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe('the embedded database', () => {
  it('starts although its lock files name a process of somebody else’s, and leaves that process alone', async function () {
    this.timeout(60_000);
    await using data = await dataFolder();
    const options = { folder: join(data.path, 'postgres'), password: 'one' };
    const { cluster, socketFolder } = await findPlaces(options.folder, unprivilegedUser());
    const locks = [join(cluster, 'postmaster.pid'), join(socketFolder, '.s.PGSQL.5432.lock')];
    const first = await startEmbeddedPostgres(options);
    const left = await Promise.all(locks.map((lock) => readFile(lock, 'utf8')));
    await first[Symbol.asyncDispose]();

    // Of the same user, so that PostgreSQL could signal it.
    const stranger = spawn('sleep', ['600'], { ...unprivilegedUser(), stdio: 'ignore' });
    try {
      await once(stranger, 'spawn');
      for (const [index, lock] of locks.entries()) {
        await writeFile(lock, left[index]?.replace(/^\d+/, String(stranger.pid)) ?? '', { mode: 0o666 });
        await chmod(lock, 0o666);
      }
      const second = await startEmbeddedPostgres(options);
      await answers(second.connectionString);
      await second[Symbol.asyncDispose]();
      expect(stranger.signalCode).to.equal(null);
    } finally {
      stranger.kill();
    }
  });

  it('is not opened with the keys of another data folder, says what to do, and is stopped again', async function () {
    this.timeout(60_000);
    await using data = await dataFolder();
    const folder = join(data.path, 'postgres');
    const { cluster, home } = await findPlaces(folder, unprivilegedUser());
    await (await startEmbeddedPostgres({ folder, password: 'one' }))[Symbol.asyncDispose]();

    const refusal = await complaint(startEmbeddedPostgres({ folder, password: 'another' }));

    expect(refusal)
      .to.match(/^Fault: .*made with other keys/)
      .and.to.include(`remove ${home}`);
    expect(existsSync(join(cluster, 'postmaster.pid'))).to.equal(false);
  });

  it('says what PostgreSQL complains about when it cannot start', async function () {
    this.timeout(60_000);
    await using data = await dataFolder();
    const options = { folder: join(data.path, 'postgres'), password: 'one' };
    const { cluster } = await findPlaces(options.folder, unprivilegedUser());
    await (await startEmbeddedPostgres(options))[Symbol.asyncDispose]();
    await writeFile(join(cluster, 'postgresql.conf'), 'nonsense = 1\n');

    const refusal = await complaint(startEmbeddedPostgres(options));

    expect(refusal).to.match(/^Fault: the embedded PostgreSQL did not start: .*(nonsense|configuration file)/);
  });

  it('belongs to one of two servers that start at once over an empty folder', async function () {
    this.timeout(60_000);
    await using data = await dataFolder();
    const options = { folder: join(data.path, 'postgres'), password: 'one' };
    const attempts = await Promise.allSettled([startEmbeddedPostgres(options), startEmbeddedPostgres(options)]);

    const [winner] = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
    const refusals = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason.message] : []));
    expect(refusals).to.have.length(1);
    expect(refusals[0]).to.include('another Senim server uses');
    await answers(winner?.connectionString ?? '');
    await winner?.[Symbol.asyncDispose]();
    const { cluster, home } = await findPlaces(options.folder, unprivilegedUser());
    expect(existsSync(join(cluster, 'postmaster.pid'))).to.equal(false);
    expect(await readdir(home)).to.have.members(['cluster', 'postgres.log', 'socket']);
  });
});
