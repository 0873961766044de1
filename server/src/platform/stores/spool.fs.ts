/** The spool in a folder, sealed under keys that only this process's memory holds: after a crash nobody can read it. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Spool } from './spool.ts';
import { beginDraft, type SpoolRoom } from './spool-draft.fs.ts';
import { claimSpoolFolder } from './spool-folders.fs.ts';

/** As much as a hundred of the largest files. */
const MOST_BYTES = 10 * 1024 ** 3;

/**
 * @param root shared by the processes on one disk; each has a folder of its own, removed when it is disposed.
 * @param maxBytes of all that lies there at once.
 */
export const openFolderSpool = async (root: string, maxBytes = MOST_BYTES): Promise<Spool & AsyncDisposable> => {
  const folder = await claimSpoolFolder(root);
  const room: SpoolRoom = { usedBytes: 0, maxBytes };
  const begin: Spool['begin'] = () => beginDraft(join(folder.path, randomUUID()), room);

  const write: Spool['write'] = async (source, options) => {
    const draft = await begin();
    try {
      if ((await draft.append(source, options)) === 'taken') return await draft.finish();
    } catch (error) {
      await draft[Symbol.asyncDispose]();
      throw error;
    }
    await draft[Symbol.asyncDispose]();
    return 'too-large';
  };
  return { begin, write, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
};
