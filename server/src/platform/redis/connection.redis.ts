/** Connections to Redis that come back by themselves; once the server has started, the chat goes on without it. */
import { Redis } from 'ioredis';
import { Fault } from '#kernel/fault';

export interface RedisConnections extends AsyncDisposable {
  readonly commands: Redis;
  /** Told to the other nodes; what cannot be sent now is not sent later, and nobody waits for it. */
  readonly publications: Redis;
  /** Subscribing takes a connection of its own. */
  readonly subscriptions: Redis;
}

export interface RedisEvents {
  /** Told once, not for each attempt to come back. */
  readonly onLost: (error: Error) => void;
  readonly onBack: () => void;
}

/** How long the start waits for a Redis that is starting, too. */
const START_TIMEOUT_MS = 5_000;
/** Nobody waits longer for what only adds to the chat. */
const COMMAND_TIMEOUT_MS = 1_000;
/** A Redis that answers nothing for this long is left and connected to anew: what is written to it is in memory. */
const SILENCE_MS = 5_000;

const LASTING = { retryStrategy: (attempt: number) => Math.min(attempt * 100, 2_000) };
/** Without a queue: while Redis is away, commands fail at once, and none wait in memory. */
const SENDING = {
  ...LASTING,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  commandTimeout: COMMAND_TIMEOUT_MS,
  socketTimeout: SILENCE_MS,
};

/** The adapter waits for none of these, so nobody would hear that one failed. */
const UNHEARD = ['publish', 'subscribe', 'psubscribe', 'unsubscribe', 'punsubscribe'] as const;

const leaveUnheard = (redis: Redis): Redis => {
  for (const name of UNHEARD) {
    const call = redis[name].bind(redis) as (...values: unknown[]) => Promise<unknown>;
    Object.assign(redis, { [name]: (...values: unknown[]) => call(...values).catch(() => undefined) });
  }
  return redis;
};

const watch = (redis: Redis, { onLost, onBack }: RedisEvents): void => {
  let isLost = false;
  redis.on('error', (error: Error) => {
    if (!isLost) onLost(error);
    isLost = true;
  });
  redis.on('ready', () => {
    if (isLost) onBack();
    isLost = false;
  });
};

/** Rejects with the last complaint when it is not ready in time. */
const waitUntilReady = async (redis: Redis): Promise<void> => {
  let complaint: unknown;
  const note = (error: unknown): void => {
    complaint = error;
  };
  redis.on('error', note);
  const isReady = new Promise<void>((resolve, reject) => {
    redis.once('ready', resolve);
    // Not at the first error: it may be starting, too.
    setTimeout(() => reject(complaint ?? new Error('it does not answer')), START_TIMEOUT_MS).unref();
  });
  try {
    await isReady;
  } finally {
    redis.off('error', note);
  }
};

/** Throws a Fault that says what to do when Redis cannot be used. */
export const connectRedis = async (url: string, events: RedisEvents): Promise<RedisConnections> => {
  const commands = new Redis(url, SENDING);
  const publications = leaveUnheard(new Redis(url, SENDING));
  const subscriptions = leaveUnheard(new Redis(url, LASTING));
  const all = [commands, publications, subscriptions];
  const disconnect = (): void => {
    for (const redis of all) redis.disconnect();
  };
  try {
    await Promise.all(all.map(waitUntilReady));
  } catch (cause) {
    for (const redis of all) redis.on('error', () => undefined);
    disconnect();
    const { host } = new URL(url);
    const advice = 'start it, correct REDIS_URL, or leave it unset when there is one node';
    throw new Fault(`the Redis at ${host} cannot be used; ${advice}`, { cause });
  }
  watch(commands, events);
  for (const redis of [publications, subscriptions]) redis.on('error', () => undefined);
  return {
    commands,
    publications,
    subscriptions,
    [Symbol.asyncDispose]: async () => disconnect(),
  };
};
