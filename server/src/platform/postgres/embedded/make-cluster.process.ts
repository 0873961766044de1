/** Makes a cluster: whole, or not at all, also when two servers make it at once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#kernel/fault';
import type { Places } from './places.fs.ts';
import type { SystemUser } from './unprivileged-user.fs.ts';

const UNFINISHED = 'cluster.new';

export interface ClusterOwner {
  readonly name: string;
  readonly password: string;
}

const finished = (child: ChildProcess, name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    let complaint = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2_000);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve();
      const reason = complaint.split('\n').find((line) => /\bFATAL:|\berror:/.test(line)) ?? complaint.trim();
      reject(new Fault(`the embedded database could not be made: ${name} ended with ${code}: ${reason}`));
    });
  });

/** Under another name first: an interrupted first start leaves no half-made cluster. */
export const makeCluster = async (places: Places, owner: ClusterOwner, user: SystemUser | undefined): Promise<void> => {
  const workshop = await mkdtemp(join(places.home, `${UNFINISHED}-`));
  const unfinished = join(workshop, 'cluster');
  const passwordFile = join(workshop, 'password');
  writeFileSync(passwordFile, owner.password, { mode: 0o600 });
  if (user) for (const path of [workshop, passwordFile]) chownSync(path, user.uid, user.gid);
  try {
    const child = spawn(
      places.programs.initdb,
      [
        ...['-D', unfinished, '-U', owner.name, '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8'],
        ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
      ],
      { ...user, cwd: places.home, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    await finished(child, 'initdb');
    renameSync(unfinished, places.cluster);
  } catch (error) {
    // Another server was quicker; which of the two may use it is decided by the lock.
    if (!existsSync(places.cluster)) throw error;
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
};

/** Call under the lock: what an interrupted start has left. */
export const removeUnfinishedClusters = (home: string): void => {
  for (const name of readdirSync(home).filter((entry) => entry.startsWith(UNFINISHED))) {
    rmSync(join(home, name), { recursive: true, force: true });
  }
  // So it was called before it had a folder of its own.
  rmSync(join(home, 'password.new'), { force: true });
};
