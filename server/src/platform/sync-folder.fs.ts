/** Makes what was just created, renamed or removed in a folder durable: that is the folder's content, not the file's. */
import { open } from 'node:fs/promises';

export const syncFolder = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
