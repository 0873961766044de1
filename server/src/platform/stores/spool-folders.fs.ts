/** A folder of quarantine for each running process; those of processes that are gone are removed. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** On another machine that shares the disk nobody can be asked; no upload takes so long. */
const FOREIGN_LIFETIME_MS = 24 * 3_600_000;
const FORM = /^([0-9a-f]{8})-(\d+)-[0-9a-f-]{36}$/;

const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
/** Of this process. */
const inUse = new Set<string>();

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const isLeftOver = async (root: string, name: string): Promise<boolean> => {
  const [, owner, pid] = FORM.exec(name) ?? [];
  if (owner === host) return Number(pid) === process.pid ? !inUse.has(name) : !isRunning(Number(pid));
  const { mtimeMs } = await stat(join(root, name));
  return owner === undefined || Date.now() - mtimeMs > FOREIGN_LIFETIME_MS;
};

/** Makes a new folder under the root, and removes what earlier processes left there. */
export const claimSpoolFolder = async (root: string): Promise<AsyncDisposable & { readonly path: string }> => {
  await mkdir(root, { recursive: true, mode: 0o700 });
  for (const name of await readdir(root)) {
    // Another process may be tidying up at the same time.
    const isGone = await isLeftOver(root, name).catch(() => false);
    if (isGone) await rm(join(root, name), { recursive: true, force: true });
  }
  const name = `${host}-${process.pid}-${randomUUID()}`;
  const path = join(root, name);
  inUse.add(name);
  await mkdir(path, { mode: 0o700 });
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      inUse.delete(name);
      await rm(path, { recursive: true, force: true });
    },
  };
};
