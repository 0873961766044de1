/** A private PostgreSQL of this server's own: made on the first start, adopted when a killed server left it running. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Fault } from '#kernel/fault';
import { makeCluster, removeUnfinishedClusters } from './make-cluster.process.ts';
import { findPlaces, type Places } from './places.fs.ts';
import { disownLockFiles, postmasterOf, stopPostmaster } from './postmaster.process.ts';
import { type SystemUser, unprivilegedUser } from './unprivileged-user.fs.ts';

const USER = 'senim';
const DATABASE = 'senim';
/** Only part of the socket's file name: nothing listens on the network. */
const PORT = 5432;
const START_TIMEOUT_MS = 30_000;
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

interface Child {
  readonly process: ChildProcess;
  readonly hasEnded: () => boolean;
}

const logOf = ({ home }: Places): string => join(home, 'postgres.log');

const startPostgres = (places: Places, user: SystemUser | undefined): Child => {
  const log = openSync(logOf(places), 'a', 0o600);
  const settings = Object.entries({ ...SETTINGS, unix_socket_directories: places.socketFolder });
  const child = spawn(
    places.programs.postgres,
    ['-D', places.cluster, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // Detached, so that Ctrl-C reaches the server alone, which drains before it stops the database.
    { ...user, cwd: places.home, detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  child.unref();
  let ended = false;
  for (const event of ['error', 'exit']) {
    child.on(event, () => {
      ended = true;
    });
  }
  return { process: child, hasEnded: () => ended };
};

/** The last thing that it complained about, which is why it does not run. */
const complaintIn = (places: Places): string => {
  const lines = readFileSync(logOf(places), 'utf8').split('\n');
  const complaint = lines.findLast((line) => /\b(FATAL|PANIC|ERROR):/.test(line));
  return `${complaint ? `: ${complaint}` : ''}; its log is ${logOf(places)}`;
};

const WRONG_PASSWORD = '28P01';

/** Connects as soon as the server answers. @returns undefined when it has ended. */
const connectWhenReady = async (
  places: Places,
  password: string,
  hasEnded: () => boolean,
): Promise<pg.Client | undefined> => {
  const connectionString = embeddedConnectionString(places.socketFolder, password, 'postgres');
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const client = new pg.Client({ connectionString, application_name: 'senim-embedded' });
    // Losing this connection later shows in the pool's as well; here it must only not be an uncaught event.
    client.on('error', () => undefined);
    // Before the attempt: it may be the last one, of a server that ends after it.
    const isLast = hasEnded();
    try {
      await client.connect();
      return client;
    } catch (cause) {
      await client.end().catch(() => undefined);
      if ((cause as { code?: unknown }).code === WRONG_PASSWORD) {
        throw new Fault(
          `the database in ${places.home} was made with other keys than those of the data folder; ` +
            'restore its folder “keys” from its backup, ' +
            `or, to begin anew, remove ${places.home}: without its keys nothing in it can be read`,
        );
      }
      if (isLast) return undefined;
      if (Date.now() > deadline) {
        throw new Fault(`the embedded PostgreSQL does not answer${complaintIn(places)}`, { cause });
      }
      await sleep(30);
    }
  }
};

/** @returns false when another server keeps it. */
const takeLock = async (client: pg.Client): Promise<boolean> => {
  const deadline = Date.now() + LOCK_TIMEOUT_MS;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [LOCK_KEY]);
    if (rows[0]?.taken) return true;
    if (Date.now() > deadline) return false;
    await sleep(100);
  }
};

const prepare = async (keeper: pg.Client, places: Places): Promise<void> => {
  removeUnfinishedClusters(places.home);
  const { rowCount } = await keeper.query('select 1 from pg_database where datname = $1', [DATABASE]);
  if (rowCount === 0) await keeper.query(`create database ${DATABASE}`);
};

/** To one that a killed server left running, or to one that is started now. */
const connect = async (places: Places, password: string, stack: AsyncDisposableStack): Promise<pg.Client> => {
  const isGone = () => postmasterOf(places.cluster) === undefined;
  const adopted = isGone() ? undefined : await connectWhenReady(places, password, isGone);
  if (adopted) return adopted;

  disownLockFiles(places.cluster, join(places.socketFolder, `.s.PGSQL.${PORT}`));
  const { process: child, hasEnded } = startPostgres(places, unprivilegedUser());
  stack.defer(() => (hasEnded() || child.pid === undefined ? undefined : stopPostmaster(child.pid)));
  // It ends when another server has started one in the same moment.
  const started = await connectWhenReady(places, password, () => hasEnded() && isGone());
  if (!started) throw new Fault(`the embedded PostgreSQL did not start${complaintIn(places)}`);
  return started;
};

/** Ready when it resolves. Throws a Fault that says what to do when it cannot start or is in use. */
export const startEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const { folder, password } = options;
  const user = unprivilegedUser();
  const places = await findPlaces(folder, user);
  if (!existsSync(places.cluster)) await makeCluster(places, { name: USER, password }, user);

  // Stops what was started here, unless all goes well.
  await using stack = new AsyncDisposableStack();
  const keeper = await connect(places, password, stack);
  stack.defer(() => keeper.end().catch(() => undefined));
  if (!(await takeLock(keeper))) {
    // Whoever has it works with the database, also when it was started here.
    stack.move();
    await keeper.end().catch(() => undefined);
    throw new Fault(`another Senim server uses ${folder}; stop it first, or give this one its own SENIM_DATA_DIR`);
  }
  await prepare(keeper, places);
  const pid = postmasterOf(places.cluster);

  stack.move();
  return {
    connectionString: embeddedConnectionString(places.socketFolder, password),
    [Symbol.asyncDispose]: async () => {
      await keeper.end().catch(() => undefined);
      if (pid !== undefined) await stopPostmaster(pid);
    },
  };
};
