/** A look into the embedded database of a server that runs in a process of its own. */
import { join } from 'node:path';
import { openKeyFolder } from '../../server/src/platform/keys/key-folder.fs.ts';
import { type Database, openDatabase } from '../../server/src/platform/postgres/database.postgres.ts';
import { embeddedConnectionString } from '../../server/src/platform/postgres/embedded/embedded.process.ts';
import { findPlaces } from '../../server/src/platform/postgres/embedded/places.fs.ts';
import { unprivilegedUser } from '../../server/src/platform/postgres/embedded/unprivileged-user.fs.ts';

/** @param dataFolder of a server that has been started once. */
export const embeddedDatabase = async (dataFolder: string): Promise<Database> => {
  const password = await (await openKeyFolder(join(dataFolder, 'keys'))).secret('postgres');
  const { socketFolder } = await findPlaces(join(dataFolder, 'postgres'), unprivilegedUser());
  const connectionString = embeddedConnectionString(socketFolder, password.toString('base64url'));
  return openDatabase({ connectionString, poolSize: 3, onIdleError: () => undefined });
};
