/** The data folder: its own, closed to others, and kept out of backups that would carry its keys along. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '#kernel/fault';

/** Marks a folder that backup tools leave out (https://bford.info/cachedir/): keys are backed up apart from data. */
const CACHEDIR_TAG =
  'Signature: 8a477f597d28d172789f06886806bc55\n# Keys. Back them up apart from the data they open.\n';

const makeFolders = async (folder: string): Promise<void> => {
  // Enterable, not readable: as root's child, PostgreSQL's own user has to reach its part. Each part is closed itself.
  await mkdir(folder, { recursive: true, mode: 0o711 });
  await mkdir(join(folder, 'keys'), { recursive: true, mode: 0o700 });
  await writeFile(join(folder, 'keys', 'CACHEDIR.TAG'), CACHEDIR_TAG, { mode: 0o600 });
};

/** Throws a Fault that names the setting when it cannot be made or written. */
export const openDataFolder = async (folder: string): Promise<void> => {
  try {
    await makeFolders(folder);
  } catch (cause) {
    throw new Fault(`the data folder ${folder} cannot be written; set SENIM_DATA_DIR to one that can`, { cause });
  }
};
