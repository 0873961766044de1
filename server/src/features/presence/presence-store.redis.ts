/** That, shared by all nodes: a sorted set of connections for each principal, which a dead node's entries fall out of. */
import type { Redis } from 'ioredis';
import type { Clock } from '#kernel/clock';
import type { PresenceStore } from './presence-store.ts';

/** An entry that is not renewed counts as gone after this. */
const LIFETIME_MS = 90_000;
const RENEWAL_MS = 30_000;

const keyOf = (principalId: string): string => `senim:presence:${principalId}`;

export const presenceInRedis = (redis: Redis, clock: Clock): PresenceStore & Disposable => {
  const own = new Map<string, Set<string>>();

  const mark = async (principalId: string, connectionIds: Iterable<string>): Promise<void> => {
    const expiry = clock.now() + LIFETIME_MS;
    const entries = [...connectionIds].flatMap((id) => [expiry, id]);
    await redis
      .multi()
      .zadd(keyOf(principalId), ...entries)
      .pexpire(keyOf(principalId), LIFETIME_MS)
      .exec();
  };

  /** Connections that have not expired. */
  const count = (principalId: string): Promise<number> => redis.zcount(keyOf(principalId), clock.now(), '+inf');

  const timer = setInterval(() => {
    for (const [principalId, ids] of own) mark(principalId, ids).catch(() => undefined);
  }, RENEWAL_MS);

  return {
    add: async (principalId, connectionId) => {
      const ids = own.get(principalId) ?? new Set();
      own.set(principalId, ids.add(connectionId));
      await mark(principalId, [connectionId]);
      return (await count(principalId)) === 1;
    },
    remove: async (principalId, connectionId) => {
      const ids = own.get(principalId);
      ids?.delete(connectionId);
      if (ids?.size === 0) own.delete(principalId);
      await redis.zrem(keyOf(principalId), connectionId);
      return (await count(principalId)) === 0;
    },
    online: async (ids) => {
      const counts = await Promise.all(ids.map(count));
      return new Set(ids.filter((_, index) => (counts[index] ?? 0) > 0));
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
};
