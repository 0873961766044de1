/** That, in SQL; names are sealed under each person's key. */
import { createHash } from 'node:crypto';
import type { Clock } from '#kernel/clock';
import type { DataKeys } from '#kernel/data-keys';
import { newId } from '#kernel/ids';
import { seal, unseal } from '#kernel/seal';
import { blindIndex } from '#platform/keys/derive-key';
import type { Database } from '#platform/postgres/database.postgres';
import type { PeopleRepository, Person } from './people-repository.ts';
import { type Profile, profile, profileContext } from './profile.ts';

export interface PeopleInPostgresDeps {
  readonly database: Database;
  readonly dataKeys: DataKeys;
  /** For the keyed hashes of e-mail addresses and subjects. */
  readonly indexKey: Buffer;
  readonly clock: Clock;
}

/** Users seen lately, so that a reconnect with an unchanged profile asks and writes nothing. */
const REMEMBERED_USERS = 50_000;

const emailIndex = (key: Buffer, email: string) => blindIndex(key, `email:${email.trim().toLowerCase()}`);

export const peopleInPostgres = ({ database, dataKeys, indexKey, clock }: PeopleInPostgresDeps): PeopleRepository => {
  const { query } = database;
  const idsBySubject = new Map<string, string>();
  const digestsById = new Map<string, string>();
  const remember = (memory: Map<string, string>, name: string, value: string): void => {
    if (memory.size >= REMEMBERED_USERS) memory.clear();
    memory.set(name, value);
  };

  const sealProfile = async (id: string, value: Profile) => {
    const key = await dataKeys.forPerson(id);
    return { profile_sealed: seal(key.key, JSON.stringify(value), profileContext(id)), profile_key_id: key.id };
  };

  const insertUser = async (subjectHash: Buffer): Promise<string> => {
    const row = await query
      .insertInto('principal')
      .values({ id: newId(clock.now()), kind: 'user', subject_hash: subjectHash })
      // Touches the row, so that a racing insert's id comes back as well.
      .onConflict((conflict) => conflict.column('subject_hash').doUpdateSet({ kind: 'user' }))
      .returning('id')
      .executeTakeFirstOrThrow();
    return row.id;
  };

  const findOrAddUser = async (subject: string): Promise<string> => {
    const subjectHash = blindIndex(indexKey, `subject:${subject}`);
    const name = subjectHash.toString('base64');
    const known = idsBySubject.get(name);
    if (known) return known;
    const id = await insertUser(subjectHash);
    remember(idsBySubject, name, id);
    return id;
  };

  const keepProfile = async (id: string, value: Profile): Promise<void> => {
    const digest = createHash('sha256').update(JSON.stringify(value)).digest('base64');
    if (digestsById.get(id) === digest) return;
    await query
      .updateTable('principal')
      .set(await sealProfile(id, value))
      .where('id', '=', id)
      .execute();
    remember(digestsById, id, digest);
  };

  const addAgent: PeopleRepository['addAgent'] = async (agent) => {
    const emailHash = emailIndex(indexKey, agent.email);
    const taken = await query.selectFrom('agent').select('principal_id').where('email_hash', '=', emailHash).execute();
    if (taken.length > 0) return false;
    const sealed = await sealProfile(agent.id, { name: agent.displayName, email: agent.email });
    return query.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('principal')
        .values({ id: agent.id, kind: 'agent', ...sealed })
        .execute();
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('agent')
        .values({
          principal_id: agent.id,
          email_hash: emailHash,
          password_hash: agent.passwordHash,
          roles: [...agent.roles],
          is_unclaimed: agent.isUnclaimed,
        })
        .onConflict((conflict) => conflict.column('email_hash').doNothing())
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows !== 1n)
        await transaction.deleteFrom('principal').where('id', '=', agent.id).execute();
      return numInsertedOrUpdatedRows === 1n;
    });
  };

  const findPeople = async (ids: readonly string[]): Promise<Person[]> => {
    if (ids.length === 0) return [];
    const rows = await query.selectFrom('principal').selectAll().where('id', 'in', ids).execute();
    const keys = await dataKeys.open(rows.flatMap((row) => row.profile_key_id ?? []));
    return rows.map((row) => {
      const key = row.profile_key_id ? keys.get(row.profile_key_id) : undefined;
      const text = row.profile_sealed && key ? unseal(key.key, row.profile_sealed, profileContext(row.id)) : undefined;
      return {
        id: row.id,
        kind: row.kind,
        profile: text ? profile.parse(JSON.parse(text.toString())) : undefined,
        createdAt: row.created_at,
      };
    });
  };

  return {
    addVisitor: async (id) => {
      await query.insertInto('principal').values({ id, kind: 'visitor' }).execute();
    },
    findOrAddUser,
    keepProfile,
    addAgent,
    findUnclaimedAgent: async () => {
      const row = await query
        .selectFrom('agent')
        .select('principal_id')
        .where('is_unclaimed', '=', true)
        .executeTakeFirst();
      return row?.principal_id;
    },
    renewUnclaimedAgent: async ({ id, email, displayName, passwordHash }) => {
      const { numUpdatedRows } = await query
        .updateTable('agent')
        .set({ email_hash: emailIndex(indexKey, email), password_hash: passwordHash })
        .where('principal_id', '=', id)
        .where('is_unclaimed', '=', true)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) return false;
      const sealed = await sealProfile(id, { name: displayName, email });
      await query.updateTable('principal').set(sealed).where('id', '=', id).execute();
      return true;
    },
    claimAgent: async (id) => {
      await query.updateTable('agent').set({ is_unclaimed: false }).where('principal_id', '=', id).execute();
    },
    findAgentByEmail: async (email) => {
      const row = await query
        .selectFrom('agent')
        .selectAll()
        .where('email_hash', '=', emailIndex(indexKey, email))
        .where('disabled_at', 'is', null)
        .executeTakeFirst();
      return (
        row && {
          id: row.principal_id,
          passwordHash: row.password_hash,
          roles: row.roles,
          isUnclaimed: row.is_unclaimed,
        }
      );
    },
    findAgentRoles: async (id) => {
      const row = await query
        .selectFrom('agent')
        .select('roles')
        .where('principal_id', '=', id)
        .where('disabled_at', 'is', null)
        .executeTakeFirst();
      return row?.roles;
    },
    findPrincipal: async (id) => {
      const row = await query
        .selectFrom('principal')
        .leftJoin('agent', (join) => join.onRef('principal_id', '=', 'id').on('disabled_at', 'is', null))
        .select(['id', 'kind', 'roles'])
        .where('id', '=', id)
        .executeTakeFirst();
      if (!row || (row.kind === 'agent' && !row.roles)) return undefined;
      return { id: row.id, kind: row.kind, roles: row.roles ?? [] };
    },
    hasPrincipal: async (id) => {
      const row = await query.selectFrom('principal').select('id').where('id', '=', id).executeTakeFirst();
      return row !== undefined;
    },
    countAgents: async () => {
      const row = await query
        .selectFrom('agent')
        .select((select) => select.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return row.count;
    },
    findPeople,
  };
};
