/** The keys under which the vault seals what it knows of a person: one for each, wrapped under the vault's own key ring. */
import { createSecretKey, randomBytes } from 'node:crypto';
import type { Clock } from '#kernel/clock';
import type { DataKey, DataKeys } from '#kernel/data-keys';
import { Fault } from '#kernel/fault';
import { newId } from '#kernel/ids';
import type { KeyRing } from '#kernel/key-ring';
import type { Database } from '#platform/postgres/database.postgres';

export interface VaultPersonKeysDeps {
  readonly database: Database;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}

/** Nothing is remembered: they are needed rarely, and one whose row is gone opens nothing from that moment. */
export type VaultPersonKeys = Pick<DataKeys, 'open'> & { forPerson(principalId: string): Promise<DataKey> };

const contextOf = (id: string): string => `vault-person-key:${id}`;

interface WrappedRow {
  readonly id: string;
  readonly wrapped: Buffer;
  readonly wrapped_by: string;
}

export const vaultPersonKeys = ({ database, keyRing, clock }: VaultPersonKeysDeps): VaultPersonKeys => {
  const { query } = database;
  const unwrap = async ({ id, wrapped, wrapped_by: keyId }: WrappedRow): Promise<DataKey> => ({
    id,
    key: createSecretKey(await keyRing.unwrap({ wrapped, keyId }, contextOf(id))),
  });
  const select = () => query.selectFrom('keys.vault_person_key').select(['id', 'wrapped', 'wrapped_by']);
  const find = (principalId: string) => select().where('principal_id', '=', principalId).executeTakeFirst();

  const make = async (principalId: string): Promise<void> => {
    const id = newId(clock.now());
    const { wrapped, keyId } = await keyRing.wrap(randomBytes(32), contextOf(id));
    await query
      .insertInto('keys.vault_person_key')
      .values({ id, principal_id: principalId, wrapped, wrapped_by: keyId })
      // Another node was first: theirs is taken.
      .onConflict((conflict) => conflict.column('principal_id').doNothing())
      .execute();
  };

  return {
    forPerson: async (principalId) => {
      const known = await find(principalId);
      if (known) return unwrap(known);
      await make(principalId);
      const made = await find(principalId);
      if (!made) throw new Fault('a key that was just made is gone');
      return unwrap(made);
    },
    open: async (ids) => {
      if (ids.length === 0) return new Map();
      const rows = await select().where('id', 'in', ids).execute();
      const keys = await Promise.all(rows.map(unwrap));
      return new Map(keys.map((key) => [key.id, key]));
    },
  };
};
