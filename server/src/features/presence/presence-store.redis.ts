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

  /** Connections that have not expired; undefined when Redis does not say. */
  const count = (principalId: string): Promise<number | undefined> =>
    redis.zcount(keyOf(principalId), clock.now(), '+inf').catch(() => undefined);

  const renew = (): void => {
    for (const [principalId, ids] of own) mark(principalId, ids).catch(() => undefined);
  };
  const timer = setInterval(renew, RENEWAL_MS);
  // A Redis that comes back may have lost everything.
  redis.on('ready', renew);

  return {
    add: async (principalId, connectionId) => {
      const ids = own.get(principalId) ?? new Set();
      own.set(principalId, ids.add(connectionId));
      await mark(principalId, [connectionId]).catch(() => undefined);
      return ((await count(principalId)) ?? ids.size) === 1;
    },
    remove: async (principalId, connectionId) => {
      const ids = own.get(principalId);
      ids?.delete(connectionId);
      if (ids?.size === 0) own.delete(principalId);
      await redis.zrem(keyOf(principalId), connectionId).catch(() => undefined);
      return (await count(principalId)) === 0;
    },
    online: async (ids) => {
      const counts = await Promise.all(ids.map(count));
      return new Map(
        ids.flatMap((id, index): [string, boolean][] => {
          // Those who are connected here are known without it.
          const connections = counts[index] ?? own.get(id)?.size;
          return connections === undefined ? [] : [[id, connections > 0]];
        }),
      );
    },
    [Symbol.dispose]: () => {
      clearInterval(timer);
      redis.off('ready', renew);
    },
  };
};
