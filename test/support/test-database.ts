/** A freshly migrated database of one's own, in a real PostgreSQL that the first caller of a run starts. */
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../server/src/platform/postgres/database.postgres.ts';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../server/src/platform/postgres/embedded/embedded.process.ts';
import { migrate } from '../../server/src/platform/postgres/migrate.postgres.ts';

interface Cluster {
  readonly folder: string;
  readonly postgres: EmbeddedPostgres;
  readonly administration: Database;
}

const TEMPLATE = 'senim_template';
let cluster: Promise<Cluster> | undefined;

const open = (connectionString: string): Database =>
  openDatabase({ connectionString, poolSize: 10, onIdleError: () => undefined });

const withName = (connectionString: string, name: string): string => connectionString.replace(/\/senim$/, `/${name}`);

const startCluster = async (): Promise<Cluster> => {
  const folder = await mkdtemp(join(tmpdir(), 'senim-test-'));
  // When root runs the tests, PostgreSQL's own user has to reach its folder.
  await chmod(folder, 0o711);
  // The password is of no use after the run.
  const postgres = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), password: 'test' });
  const administration = open(postgres.connectionString);
  await administration.pool.query(`create database ${TEMPLATE}`);
  await using template = open(withName(postgres.connectionString, TEMPLATE));
  await migrate(template.pool);
  return { folder, postgres, administration };
};

after(async () => {
  if (!cluster) return;
  const { folder, postgres, administration } = await cluster;
  await administration[Symbol.asyncDispose]();
  await postgres[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

export interface TestDatabase extends Database {
  readonly connectionString: string;
}

/** Dropped when disposed. */
export const testDatabase = async (): Promise<TestDatabase> => {
  cluster ??= startCluster();
  const { postgres, administration } = await cluster;
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administration.pool.query(`create database ${name} template ${TEMPLATE}`);
  const connectionString = withName(postgres.connectionString, name);
  const database = open(connectionString);
  return {
    ...database,
    connectionString,
    [Symbol.asyncDispose]: async () => {
      await database[Symbol.asyncDispose]();
      await administration.pool.query(`drop database ${name} with (force)`);
    },
  };
};
