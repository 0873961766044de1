/** Data keys in the schema `keys`, wrapped by the key ring; unwrapped copies are kept for the most used. */
import { createSecretKey, randomBytes } from 'node:crypto';
import { type Awaitable, whenKnown } from '#kernel/awaitable';
import type { Clock } from '#kernel/clock';
import type { DataKey, DataKeys } from '#kernel/data-keys';
import { newId } from '#kernel/ids';
import type { KeyRing } from '#kernel/key-ring';
import type { Database } from '#platform/postgres/database.postgres';

export interface DataKeysDeps {
  readonly database: Database;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}

/** A participant's key is replaced after this, so that a long conversation's old words can be destroyed by their key. */
const KEY_LIFETIME_MS = 30 * 86_400_000;
const CACHED_KEYS = 20_000;

interface Owner {
  readonly scope: 'person' | 'participant';
  readonly principalId: string;
  readonly conversationId: string | null;
}

interface Current {
  readonly key: DataKey;
  readonly until: number;
}

interface WrappedRow {
  readonly id: string;
  readonly wrapped: Buffer;
  readonly wrapped_by: string;
}

/** Drops the oldest entries beyond a bound. */
const trim = (cache: Map<string, unknown>): void => {
  for (const oldest of cache.keys()) {
    if (cache.size <= CACHED_KEYS) return;
    cache.delete(oldest);
  }
};

export const dataKeysInPostgres = ({ database, keyRing, clock }: DataKeysDeps): DataKeys => {
  const opened = new Map<string, DataKey>();
  /** The answer, once it is there. */
  const current = new Map<string, Awaitable<Current>>();
  /** Key id → its owner's name in `current`, so that forgetting takes effect at once. */
  const names = new Map<string, string>();

  const unwrap = async ({ id, wrapped, wrapped_by: keyId }: WrappedRow): Promise<DataKey> => {
    const key = { id, key: createSecretKey(await keyRing.unwrap({ wrapped, keyId }, `data-key:${id}`)) };
    opened.set(id, key);
    trim(opened);
    return key;
  };

  const make = async (owner: Owner): Promise<Current> => {
    const now = clock.now();
    const id = newId(now);
    const key = randomBytes(32);
    const { wrapped, keyId } = await keyRing.wrap(key, `data-key:${id}`);
    await database.query
      .insertInto('keys.data_key')
      .values({
        id,
        scope: owner.scope,
        principal_id: owner.principalId,
        conversation_id: owner.conversationId,
        wrapped,
        wrapped_by: keyId,
        created_at: new Date(now),
      })
      .execute();
    const dataKey = { id, key: createSecretKey(key) };
    opened.set(id, dataKey);
    return { key: dataKey, until: now + KEY_LIFETIME_MS };
  };

  const find = async (owner: Owner): Promise<Current> => {
    const row = await database.query
      .selectFrom('keys.data_key')
      .select(['id', 'wrapped', 'wrapped_by', 'created_at'])
      .where('scope', '=', owner.scope)
      .where('principal_id', '=', owner.principalId)
      .where('conversation_id', 'is not distinct from', owner.conversationId)
      .orderBy('created_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    const until = row ? (owner.scope === 'person' ? Infinity : row.created_at.getTime() + KEY_LIFETIME_MS) : 0;
    return row && until > clock.now() ? { key: await unwrap(row), until } : make(owner);
  };

  const lookUp = async (owner: Owner, name: string): Promise<DataKey> => {
    const wanted = find(owner);
    current.set(name, wanted);
    trim(current);
    try {
      const found = await wanted;
      if (current.get(name) === wanted) current.set(name, found);
      names.set(found.key.id, name);
      trim(names);
      return found.key;
    } catch (error) {
      if (current.get(name) === wanted) current.delete(name);
      throw error;
    }
  };

  /** One look-up for many askers. */
  const keyFor = (owner: Owner): Awaitable<DataKey> => {
    const name = `${owner.principalId}/${owner.conversationId}`;
    return whenKnown(current.get(name), (known) =>
      known && known.until > clock.now() ? known.key : lookUp(owner, name),
    );
  };

  const openMissing = async (ids: string[]): Promise<void> => {
    const rows = await database.query
      .selectFrom('keys.data_key')
      .select(['id', 'wrapped', 'wrapped_by'])
      .where('id', 'in', ids)
      .execute();
    await Promise.all(rows.map((row) => unwrap(row)));
  };

  return {
    forPerson: (principalId) => keyFor({ scope: 'person', principalId, conversationId: null }),
    forParticipant: (conversationId, principalId) => keyFor({ scope: 'participant', principalId, conversationId }),
    open: async (ids) => {
      const missing = [...new Set(ids)].filter((id) => !opened.has(id));
      if (missing.length > 0) await openMissing(missing);
      const found = new Map<string, DataKey>();
      for (const id of ids) {
        const key = opened.get(id);
        if (key) found.set(id, key);
      }
      return found;
    },
    forget: (ids) => {
      for (const id of ids) {
        opened.delete(id);
        const name = names.get(id);
        if (name !== undefined) current.delete(name);
        names.delete(id);
      }
    },
  };
};
