/** A key ring that keeps its only key in memory. */
import { createHash, randomBytes } from 'node:crypto';
import type { KeyRing } from '../../../server/src/kernel/key-ring.ts';
import { seal, unseal } from '../../../server/src/kernel/seal.ts';
import type { Database } from '../../../server/src/platform/postgres/database.postgres.ts';

const idOf = (masterKey: Buffer): string =>
  `memory:${createHash('sha256').update(masterKey).digest('hex').slice(0, 16)}`;

export const memoryKeyRing = (masterKey = randomBytes(32)): KeyRing => ({
  wrap: async (key, context) => ({ wrapped: seal(masterKey, key, context), keyId: idOf(masterKey) }),
  unwrap: async ({ wrapped }, context) => unseal(masterKey, wrapped, context),
});

/** The same for what is stored in a database, which has to know each key. */
export const listedKeyRing = ({ pool }: Database, masterKey = randomBytes(32)): KeyRing => {
  const ring = memoryKeyRing(masterKey);
  const list = `insert into keys.wrapping_key (id, ring, state) values ($1, 'master', 'former') on conflict do nothing`;
  let listed: Promise<unknown> | undefined;
  return {
    ...ring,
    wrap: async (key, context) => {
      listed ??= pool.query(list, [idOf(masterKey)]);
      await listed;
      return ring.wrap(key, context);
    },
  };
};
