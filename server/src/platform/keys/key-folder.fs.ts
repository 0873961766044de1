/** Secrets in files of mode 0600 in a folder of mode 0700: made on the first start, read on every later one. */
import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#kernel/fault';

export interface KeyFolder {
  /** The secret of that name, 32 random bytes; made when there is none yet. */
  secret(name: string): Promise<Buffer>;
}

const readSecret = async (path: string): Promise<Buffer | undefined> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) throw new Fault(`the key file ${path} is open to others; run chmod 600 on it`);
  const secret = Buffer.from(text.trim(), 'base64');
  if (secret.length !== 32) throw new Fault(`the key file ${path} is damaged; restore it from its backup`);
  return secret;
};

/** Written whole and synced under another name, then linked: it is there complete, or not at all, and never replaced. */
const makeSecret = async (path: string): Promise<void> => {
  const unfinished = `${path}.${process.pid}.new`;
  const file = await open(unfinished, 'w', 0o600);
  try {
    await file.writeFile(`${randomBytes(32).toString('base64')}\n`);
    await file.sync();
    await link(unfinished, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await file.close();
    await rm(unfinished, { force: true });
  }
};

export const openKeyFolder = async (folder: string): Promise<KeyFolder> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  return {
    secret: async (name) => {
      const path = join(folder, `${name}.key`);
      const known = await readSecret(path);
      if (known) return known;
      await makeSecret(path);
      return (await readSecret(path)) as Buffer;
    },
  };
};
