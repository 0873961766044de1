/** A private PostgreSQL of this server's own: made on the first start, adopted when a killed server left it running. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Fault } from '#kernel/fault';
import { findPlaces, type Places } from './places.fs.ts';
import { type SystemUser, unprivilegedUser } from './unprivileged-user.fs.ts';

const USER = 'senim';
const DATABASE = 'senim';
/** Only part of the socket's file name: nothing listens on the network. */
const PORT = 5432;
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 30_000;
/** How long a killed server's connection may take to be noticed as gone. */
const LOCK_TIMEOUT_MS = 5_000;
const LOCK_KEY = 7_365_012;

const SETTINGS = {
  listen_addresses: '',
  port: String(PORT),
  max_connections: '60',
  shared_buffers: '128MB',
  max_wal_size: '2GB',
  wal_compression: 'on',
  logging_collector: 'off',
  log_statement: 'none',
  // A failing statement is logged without the values it carried.
  log_parameter_max_length_on_error: '0',
  log_min_error_statement: 'panic',
};

export interface EmbeddedPostgresOptions {
  /** The data folder's part for PostgreSQL; made when missing. */
  readonly folder: string;
  /** Of the only database user; kept in the key folder. */
  readonly password: string;
}

export interface EmbeddedPostgres extends AsyncDisposable {
  readonly connectionString: string;
}

export const embeddedConnectionString = (socketFolder: string, password: string, database = DATABASE): string =>
  `postgresql://${USER}:${encodeURIComponent(password)}@${encodeURIComponent(socketFolder)}:${PORT}/${database}`;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** The process id in the cluster's lock file, when that process is alive. */
const runningPid = (cluster: string): number | undefined => {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : undefined;
};

const finished = (child: ChildProcess, name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    let complaint = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2_000);
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Fault(`${name} ended with ${code}: ${complaint}`)),
    );
  });

/** Under another name first: an interrupted first start leaves no half-made cluster. */
const makeCluster = async (places: Places, password: string, user: SystemUser | undefined): Promise<void> => {
  const unfinished = join(places.home, 'cluster.new');
  const passwordFile = join(places.home, 'password.new');
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  try {
    const child = spawn(
      places.programs.initdb,
      [
        ...['-D', unfinished, '-U', USER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8'],
        ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
      ],
      { ...user, cwd: places.home, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    await finished(child, 'initdb');
  } finally {
    rmSync(passwordFile);
  }
  renameSync(unfinished, places.cluster);
};

const startPostgres = (places: Places, user: SystemUser | undefined): ChildProcess => {
  const log = openSync(join(places.home, 'postgres.log'), 'a', 0o600);
  const settings = Object.entries({ ...SETTINGS, unix_socket_directories: places.socketFolder });
  const child = spawn(
    places.programs.postgres,
    ['-D', places.cluster, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // Detached, so that Ctrl-C reaches the server alone, which drains before it stops the database.
    { ...user, cwd: places.home, detached: true, stdio: ['ignore', log, log] },
  );
  child.unref();
  return child;
};

/** Connects as soon as the server answers. @param hasEnded tells that it never will. */
const connectWhenReady = async (connectionString: string, hasEnded: () => boolean): Promise<pg.Client> => {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const client = new pg.Client({ connectionString, application_name: 'senim-embedded' });
    // Losing this connection later shows in the pool's as well; here it must only not be an uncaught event.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (cause) {
      await client.end().catch(() => undefined);
      if (hasEnded() || Date.now() > deadline) throw new Fault('the embedded PostgreSQL did not start', { cause });
      await sleep(30);
    }
  }
};

const takeLock = async (client: pg.Client, folder: string): Promise<void> => {
  const deadline = Date.now() + LOCK_TIMEOUT_MS;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [LOCK_KEY]);
    if (rows[0]?.taken) return;
    if (Date.now() > deadline) {
      throw new Fault(`another Senim server uses ${folder}; stop it first, or give this one its own SENIM_DATA_DIR`);
    }
    await sleep(100);
  }
};

const stop = async (pid: number): Promise<void> => {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  const signal = (name: NodeJS.Signals) => {
    if (isAlive(pid)) process.kill(pid, name);
  };
  signal('SIGINT'); // PostgreSQL's “fast shutdown”
  while (isAlive(pid)) {
    if (Date.now() > deadline) return signal('SIGQUIT');
    await sleep(20);
  }
};

/** Ready when it resolves. Throws a Fault that says what to do when it cannot start or is in use. */
export const startEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const user = unprivilegedUser();
  const places = await findPlaces(options.folder, user);
  if (!existsSync(places.cluster)) await makeCluster(places, options.password, user);

  const adopted = runningPid(places.cluster);
  const child = adopted === undefined ? startPostgres(places, user) : undefined;
  let ended = false;
  child?.on('error', () => {
    ended = true;
  });
  child?.on('exit', () => {
    ended = true;
  });

  const keeper = await connectWhenReady(
    embeddedConnectionString(places.socketFolder, options.password, 'postgres'),
    () => ended,
  );
  await takeLock(keeper, options.folder);
  const { rowCount } = await keeper.query('select 1 from pg_database where datname = $1', [DATABASE]);
  if (rowCount === 0) await keeper.query(`create database ${DATABASE}`);

  const pid = adopted ?? (child?.pid as number);
  return {
    connectionString: embeddedConnectionString(places.socketFolder, options.password),
    [Symbol.asyncDispose]: async () => {
      await keeper.end().catch(() => undefined);
      await stop(pid);
    },
  };
};
