/** Applies the migrations once, in order, under a lock that all nodes share. */
import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';
import { Fault } from '#kernel/fault';

const FOLDER = new URL('./migrations/', import.meta.url);
/** Any constant will do; it only has to be the same on all nodes. */
const LOCK_KEY = 7_365_011;

/** Forwards only. @returns the names of the migrations that were applied now. */
export const migrate = async (pool: pg.Pool): Promise<string[]> => {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort();
  const client = await pool.connect().catch((cause: unknown) => {
    throw new Fault('the database cannot be used; start it, or correct DATABASE_URL', { cause });
  });
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY]);
    await client.query(
      'create table if not exists schema_migration (name text primary key, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string }>('select name from schema_migration');
    const known = new Set(rows.map((row) => row.name));
    for (const name of known) {
      if (!names.includes(name)) throw new Fault(`the database is newer than this server: it has migration ${name}`);
    }
    const missing = names.filter((name) => !known.has(name));
    for (const name of missing) {
      const sql = await readFile(new URL(name, FOLDER), 'utf8');
      await client.query('begin');
      await client.query(sql);
      await client.query('insert into schema_migration (name) values ($1)', [name]);
      await client.query('commit');
    }
    return missing;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    await client.query('select pg_advisory_unlock_all()').catch(() => undefined);
    client.release();
  }
};
