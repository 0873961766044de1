/** Connections to Redis that come back by themselves; the chat goes on without it. */
import { Redis } from 'ioredis';

export interface RedisConnections extends AsyncDisposable {
  readonly commands: Redis;
  /** Subscribing takes a connection of its own. */
  readonly subscriptions: Redis;
}

export const connectRedis = (url: string, onError: (error: Error) => void): RedisConnections => {
  const open = () => {
    const redis = new Redis(url, {
      maxRetriesPerRequest: 1,
      enableOfflineQueue: true,
      retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
    });
    redis.on('error', onError);
    return redis;
  };
  const commands = open();
  const subscriptions = open();
  return {
    commands,
    subscriptions,
    [Symbol.asyncDispose]: async () => {
      commands.disconnect();
      subscriptions.disconnect();
    },
  };
};
