/** Starts the parts in order; disposing stops them in reverse. */
import type { AddressInfo } from 'node:net';
import { asyncApiAt, createAsyncApi, createOpenApi } from '@senim/contract/documents';
import type { Config } from '#config/config';
import type { Part } from '#features/health/readiness';
import { type FirstAdministrator, makeFirstAdministrator } from '#features/people/first-administrator';
import { headsInPostgres } from '#features/sessions/head-repository.postgres';
import { announceHeads } from '#features/sessions/heads-announcer';
import { requestsUnderWay } from '#gateway/requests-under-way';
import { Fault } from '#kernel/fault';
import type { Logger } from '#kernel/logger';
import serverPackage from '../../package.json' with { type: 'json' };
import { buildAttachments, type Files } from './build-attachments.ts';
import { buildConversations, commandTable } from './build-conversations.ts';
import { buildGateway } from './build-gateway.ts';
import { buildPeople } from './build-people.ts';
import { buildPlatform, type Platform } from './build-platform.ts';
import { buildRealtime, type Realtime } from './build-realtime.ts';
import { buildRetention } from './build-retention.ts';
import { buildRoutes } from './build-routes.ts';
import { storeHealthParts } from './build-stores.ts';
import { drain } from './drain.ts';

export interface RunningApp extends AsyncDisposable {
  /** Where it listens, e.g. `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Set when this start made the first administrator. */
  readonly firstAdministrator: FirstAdministrator | undefined;
}

const listen = ({ httpServer }: Realtime, { host, port }: Config): Promise<string> =>
  new Promise((resolve, reject) => {
    httpServer.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      const advice = isTaken ? `port ${port} is taken; set PORT to another one` : `cannot listen on ${host}:${port}`;
      reject(new Fault(advice, { cause: error }));
    });
    httpServer.listen(port, host, () => {
      const { address, port: bound, family } = httpServer.address() as AddressInfo;
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`);
    });
  });

const healthParts = ({ config, database, redis, stores, keyRings }: Platform, { scanner }: Files): Part[] => [
  {
    name: 'database',
    kind: config.databaseUrl ? 'external' : 'embedded',
    check: () => database.pool.query('select 1'),
    isRequired: true,
  },
  {
    name: 'redis',
    kind: redis ? 'external' : 'none',
    ...(redis ? { check: redis.commands.ping.bind(redis.commands) } : {}),
    isRequired: false,
  },
  // What was opened before can still be read and written; nothing else.
  { name: 'keys', kind: config.keys.provider, check: () => keyRings.check(), isRequired: false },
  ...storeHealthParts(stores),
  scanner.healthPart,
];

export const startApp = async (config: Config, logger: Logger): Promise<RunningApp> => {
  await using stack = new AsyncDisposableStack();
  let isDraining = false;
  const requests = requestsUnderWay();

  const platform = await buildPlatform(config, logger, stack);
  const people = buildPeople(platform, stack);
  const realtime = buildRealtime(platform, stack);
  const conversations = buildConversations(platform, people, realtime);
  const files = await buildAttachments(platform, people, realtime, conversations, stack);
  const retention = buildRetention(platform, people, files, stack);
  const asyncApi = createAsyncApi(serverPackage);
  const firstAdministrator = await makeFirstAdministrator(people.people, config.administrator, platform.clock);

  buildGateway(
    {
      platform,
      people,
      realtime,
      conversations,
      files,
      useCases: commandTable(platform, people, realtime, conversations, files.attachments),
      routes: buildRoutes({ platform, people, realtime, conversations, files, retention }),
      healthParts: healthParts(platform, files),
      documents: { openApi: createOpenApi(serverPackage), asyncApi: (url) => asyncApiAt(asyncApi, url) },
      requests,
      isDraining: () => isDraining,
    },
    stack,
  );
  stack.use(
    announceHeads({
      heads: headsInPostgres(platform.database),
      fanOut: realtime.fanOut,
      clock: platform.clock,
      logger,
      intervalSeconds: config.headsIntervalSeconds,
      hasOtherNodes: platform.redis !== undefined,
    }),
  );
  const url = await listen(realtime, config);
  stack.defer(() => drain(realtime, conversations.appender, requests));

  const running = stack.move();
  return {
    url,
    firstAdministrator,
    [Symbol.asyncDispose]: async () => {
      isDraining = true;
      await running.disposeAsync();
    },
  };
};
