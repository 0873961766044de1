/** Debian's PostgreSQL, the oldest that Senim supports: `await using postgres = await testPostgres15()`. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { requireProgram } from '../../../scripts/services/programs.ts';
import { unprivilegedUser } from '../../../server/src/platform/postgres/embedded/unprivileged-user.fs.ts';
import { freePort, startService, temporaryFolder } from './service-process.ts';

export interface TestPostgres extends AsyncDisposable {
  /** For DATABASE_URL. */
  readonly url: string;
  /** What a backup made with the stock tool holds, as SQL. */
  pgDump(...options: string[]): Promise<string>;
  /** As an operator restarts it: connections are cut, what was committed stays. */
  restart(): Promise<void>;
}

const USER = 'senim';

const run = async (program: string, args: readonly string[], options: SpawnOptions): Promise<string> => {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (!child.stdout || !child.stderr) throw new Error('both streams are pipes');
  const [output, complaint, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${complaint}`);
  return output;
};

const answers = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
};

export const testPostgres15 = async (): Promise<TestPostgres> => {
  // PostgreSQL refuses to run as root.
  const user = unprivilegedUser();
  const folder = await temporaryFolder(user);
  const port = await freePort();
  const cluster = `${folder.path}/cluster`;
  const url = `postgresql://${USER}@127.0.0.1:${port}/postgres`;
  const options = { ...user, cwd: folder.path };
  await run(
    requireProgram('initdb'),
    ['-D', cluster, '-U', USER, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
    options,
  );

  const start = () =>
    startService({
      program: requireProgram('postgres'),
      args: ['-D', cluster, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-k', folder.path],
      folder: folder.path,
      user,
      stopSignal: 'SIGINT',
      isReady: () => answers(url),
    });
  let service = await start();

  return {
    url,
    pgDump: (...more) => run(requireProgram('pgDump'), ['--dbname', url, ...more], options),
    restart: async () => {
      await service.stop();
      service = await start();
    },
    [Symbol.asyncDispose]: async () => {
      await service.stop();
      await folder[Symbol.asyncDispose]();
    },
  };
};
