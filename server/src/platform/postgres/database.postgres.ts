/** The connection pool and typed queries over it. */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from './tables.postgres.ts';

/** 64-bit integers of this schema stay far below 2^53: numbers, not strings. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export interface Database extends AsyncDisposable {
  /** For plain SQL where it is hot. */
  readonly pool: pg.Pool;
  /** For everything else. */
  readonly query: Kysely<Tables>;
}

export interface DatabaseOptions {
  readonly connectionString: string;
  /** Connections of this node. */
  readonly poolSize: number;
  /** Told about a broken idle connection; the pool replaces it by itself. */
  readonly onIdleError: (error: Error) => void;
}

export const openDatabase = (options: DatabaseOptions): Database => {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.poolSize,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'senim',
  });
  pool.on('error', options.onIdleError);
  // A connection that breaks between two statements of a transaction tells only itself; the next statement fails.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const query = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { pool, query, [Symbol.asyncDispose]: () => pool.end() };
};
