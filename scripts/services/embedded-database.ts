/** Where the embedded database of a running server answers. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openKeyFolder } from '../../server/src/platform/keys/key-folder.fs.ts';
import { embeddedConnectionString } from '../../server/src/platform/postgres/embedded/embedded.process.ts';
import { findPlaces } from '../../server/src/platform/postgres/embedded/places.fs.ts';
import { unprivilegedUser } from '../../server/src/platform/postgres/embedded/unprivileged-user.fs.ts';

/** Throws an Error that says what to do when there is none. */
export const embeddedDatabaseUrl = async (dataFolder: string): Promise<string> => {
  const keys = join(dataFolder, 'keys');
  if (!existsSync(join(keys, 'postgres.key'))) {
    throw new Error(`${dataFolder} holds no database; set SENIM_DATA_DIR, or DATABASE_URL`);
  }
  const password = await (await openKeyFolder(keys)).secret('postgres');
  const { socketFolder } = await findPlaces(join(dataFolder, 'postgres'), unprivilegedUser());
  if (!existsSync(join(socketFolder, '.s.PGSQL.5432'))) throw new Error('the server is not running; start it first');
  return embeddedConnectionString(socketFolder, password.toString('base64url'));
};
