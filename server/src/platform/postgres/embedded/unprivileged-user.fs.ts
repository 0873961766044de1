/** PostgreSQL refuses to run as root: finds the unprivileged user to drop to, and whether a folder is open to it. */
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Fault } from '#kernel/fault';

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** `undefined` when this process is not root, and nothing has to be dropped. */
export const unprivilegedUser = (): SystemUser | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Fault(
    'no user “postgres” or “nobody” to run PostgreSQL as; start Senim as an ordinary user, or set DATABASE_URL',
  );
};

/** Whether the user can enter every folder on the way to the path, itself included. */
export const isReachable = (path: string, user: SystemUser): boolean => {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const { uid, gid, mode } = statSync(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
};
