/** The front door: the command pipeline on the sockets, the routes on HTTP. */
import { randomUUID } from 'node:crypto';
import { isSupportStaff } from '#features/conversations/conversation-policy';
import { documentationPage } from '#features/health/documentation-page';
import { healthRoutes, type ServedDocuments } from '#features/health/health.http';
import { createMetrics } from '#features/health/metrics.prometheus';
import type { Part } from '#features/health/readiness';
import { presenceAnnouncer } from '#features/presence/presence-announcer';
import { commandPipeline } from '#gateway/command-pipeline';
import { acceptConnections } from '#gateway/connections.socket';
import { httpGateway } from '#gateway/gateway.http';
import { pages } from '#gateway/pages.http';
import { noRateLimits, rateLimiterInMemory } from '#gateway/rate-limiter';
import type { RequestsUnderWay } from '#gateway/requests-under-way';
import { type BoundRoute, contractRoutes } from '#gateway/routes.http';
import { toProblem } from '#gateway/to-problem';
import type { UseCases } from '#kernel/call';
import { conversationRoom, principalRoom, supportInboxRoom } from '#realtime/room-names';
import type { Files } from './build-attachments.ts';
import type { Conversations } from './build-conversations.ts';
import type { People } from './build-people.ts';
import type { Platform } from './build-platform.ts';
import type { Realtime } from './build-realtime.ts';

/** A principal's most recently active conversations are told to their connections; older ones when opened again. */
const MOST_ROOMS = 1_000;
const MOST_TOLD_OF_PRESENCE = 50;

export interface GatewayParts {
  readonly platform: Platform;
  readonly people: People;
  readonly realtime: Realtime;
  readonly conversations: Conversations;
  readonly files: Files;
  readonly useCases: UseCases;
  readonly routes: readonly BoundRoute[];
  readonly healthParts: readonly Part[];
  readonly documents: ServedDocuments;
  readonly requests: RequestsUnderWay;
  readonly isDraining: () => boolean;
}

export const buildGateway = (parts: GatewayParts, stack: AsyncDisposableStack): void => {
  const { platform, people, realtime, conversations, files } = parts;
  const { config, logger } = platform;
  const { io, presence, fanOut } = realtime;
  const rateLimiter = config.hasRateLimits ? rateLimiterInMemory() : noRateLimits;
  const translate = toProblem(logger);
  const metrics = createMetrics({
    connections: () => io.engine.clientsCount,
    waitingMessages: () => conversations.appender.underWay,
    scans: () => files.scanner.watched?.counts ?? new Map(),
    heldUploads: () => files.attachments.heldCount(),
  });
  const idsOf = (principalId: string, most: number) => conversations.conversations.idsOfParticipant(principalId, most);

  stack.use(
    acceptConnections({
      io,
      authenticate: people.authenticate,
      roomsOf: async ({ principal }) => {
        const ids = await idsOf(principal.id, MOST_ROOMS);
        const inbox = isSupportStaff(principal) ? [supportInboxRoom] : [];
        return [principalRoom(principal.id), ...inbox, ...ids.map(conversationRoom)];
      },
      pipeline: commandPipeline({
        useCases: parts.useCases,
        rateLimiter,
        toProblem: translate,
        newTraceId: randomUUID,
        countCommand: metrics.countCommand,
      }),
      observer: presenceAnnouncer({
        presence,
        fanOut,
        conversationsOf: (principalId) => idsOf(principalId, MOST_TOLD_OF_PRESENCE),
      }),
      toProblem: translate,
      newTraceId: randomUUID,
      logger,
    }),
  );

  const app = httpGateway({
    isAllowedOrigin: realtime.isAllowedOrigin,
    toProblem: translate,
    routers: [
      contractRoutes({
        routes: parts.routes,
        authenticate: people.authenticate,
        rateLimiter,
        requests: parts.requests,
      }),
      healthRoutes({
        parts: parts.healthParts,
        isDraining: parts.isDraining,
        registry: metrics.registry,
        documents: parts.documents,
        documentationPage: documentationPage(),
      }),
      pages(),
    ],
  });
  realtime.serveHttp(app);
};
