/** A secret that another program keeps in a file and may renew there: closed to strangers, never too large. */
import { open } from 'node:fs/promises';
import { Fault } from '#kernel/fault';

const MOST_BYTES = 64 * 1024;

/** Throws a Fault that says what to do. */
export const readSecretFile = async (path: string): Promise<string> => {
  const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    throw new Fault(`the file ${path} cannot be read (${cause.code}); is it there, and the server’s user’s?`, {
      cause,
    });
  });
  try {
    const { mode, size } = await file.stat();
    if ((mode & 0o007) !== 0) throw new Fault(`the file ${path} is open to everybody; run chmod o= on it`);
    if (size > MOST_BYTES) throw new Fault(`the file ${path} is too large to hold a secret`);
    return (await file.readFile('utf8')).trim();
  } finally {
    await file.close();
  }
};
