/** Secrets in files of mode 0600 in a folder of mode 0700: made on the first start, read on every later one. */
import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Fault } from '#kernel/fault';
import { syncFolder } from '../sync-folder.fs.ts';

export interface KeyFolder {
  /** The secret of that name, 32 random bytes; made when there is none yet. */
  secret(name: string): Promise<Buffer>;
  /** Throws a Fault that names the file when there is none. */
  required(name: string): Promise<Buffer>;
  find(name: string): Promise<Buffer | undefined>;
  /** Keeps a secret; nothing happens when there is one of that name. */
  keep(name: string, secret: Buffer): Promise<void>;
  remove(name: string): Promise<void>;
  pathOf(name: string): string;
}

/** A name comes from the database, too: it never leads out of the folder. */
const NAME = /^[a-z0-9-]+(\/[a-z0-9-]+)?$/;

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
const writeSecret = async (path: string, secret: Buffer): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${process.pid}.new`;
  const file = await open(unfinished, 'w', 0o600);
  try {
    await file.writeFile(`${secret.toString('base64')}\n`);
    await file.sync();
    await link(unfinished, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await file.close();
    await rm(unfinished, { force: true });
  }
  await syncFolder(dirname(path));
};

export const openKeyFolder = async (folder: string): Promise<KeyFolder> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const pathOf = (name: string): string => {
    if (!NAME.test(name)) throw new Fault('a key has a name that no file may have');
    return join(folder, `${name}.key`);
  };
  const required = async (name: string): Promise<Buffer> => {
    const known = await readSecret(pathOf(name));
    if (known) return known;
    throw new Fault(
      `the key file ${pathOf(name)} is missing; copy it from another node, or restore it from its backup`,
    );
  };
  return {
    secret: async (name) => {
      const known = await readSecret(pathOf(name));
      if (known) return known;
      await writeSecret(pathOf(name), randomBytes(32));
      return required(name);
    },
    required,
    find: (name) => readSecret(pathOf(name)),
    keep: (name, secret) => writeSecret(pathOf(name), secret),
    remove: async (name) => {
      await rm(pathOf(name), { force: true });
      await syncFolder(dirname(pathOf(name)));
    },
    pathOf,
  };
};
