/** Which process runs a cluster: its lock file may be left from another time, and name a process of somebody else's. */
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const STOP_TIMEOUT_MS = 30_000;
/** Larger than any process id: PostgreSQL takes a lock file that names it for what it is, one left behind. */
const NOBODY = '2147483647';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** PostgreSQL works in the folder of its cluster, and is started with its path. */
const runs = (pid: number, cluster: string): boolean => {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(cluster);
  } catch {
    return false;
  }
};

const read = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

const pidIn = (lock: string | undefined): number | undefined => {
  const pid = Number(lock?.split('\n')[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
};

/** The process that runs the cluster; undefined when none does, whatever its lock file says. */
export const postmasterOf = (cluster: string): number | undefined => {
  const pid = pidIn(read(join(cluster, 'postmaster.pid')));
  return pid !== undefined && isAlive(pid) && runs(pid, cluster) ? pid : undefined;
};

/** Call when nothing runs the cluster: PostgreSQL would not start over a lock file that names a living process. */
export const disownLockFiles = (cluster: string, socket: string): void => {
  for (const file of [join(cluster, 'postmaster.pid'), `${socket}.lock`]) {
    const lock = read(file);
    const pid = pidIn(lock);
    // Kept apart from its first line: PostgreSQL looks there for what still uses the cluster's memory.
    if (pid !== undefined && isAlive(pid)) writeFileSync(file, lock?.replace(/^\d+/, NOBODY) ?? '');
  }
};

/** Resolves when it has stopped. */
export const stopPostmaster = async (pid: number): Promise<void> => {
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
