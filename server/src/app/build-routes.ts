/** Every route of the contract with its handler; the gateway does the rest. */
import { routes } from '@senim/contract';
import { toMessageViews } from '#features/messages/index';
import { agentCreate } from '#features/people/agent-create';
import { agentSignIn } from '#features/people/agent-sign-in';
import { meExport } from '#features/people/me-export';
import { meExportHandler } from '#features/people/me-export.http';
import { visitorCreate } from '#features/people/visitor-create';
import type { Retention } from '#features/retention/index';
import type { Looking } from '#features/vault/index';
import type { BoundRoute } from '#gateway/routes.http';
import type { Files } from './build-attachments.ts';
import type { Conversations } from './build-conversations.ts';
import { buildDeciding } from './build-deciding.ts';
import { buildLooking, lookingRoutes } from './build-looking.ts';
import type { People } from './build-people.ts';
import type { Platform } from './build-platform.ts';
import type { Realtime } from './build-realtime.ts';

export interface RouteParts {
  readonly platform: Platform;
  readonly people: People;
  readonly realtime: Realtime;
  readonly conversations: Conversations;
  readonly files: Files;
  readonly retention: Retention;
}

const exportRoute = ({ platform, people, conversations, files }: RouteParts, looking: Looking): BoundRoute => {
  const { conversations: repository, messages } = conversations;
  const exportOf = meExport({
    people: people.people,
    consents: people.consents,
    conversations: repository,
    listMessages: async (_principal, conversationId, after, limit) =>
      toMessageViews(await messages.list(conversationId, { after, limit }), files.attachments.describe),
    identityDocumentsOf: looking.documentsOf,
    audit: people.audit,
    clock: platform.clock,
  });
  return { definition: routes.meExport, raw: meExportHandler(exportOf) };
};

export const buildRoutes = (parts: RouteParts): BoundRoute[] => {
  const { clock, tokenKeys } = parts.platform;
  const { people, audit, consents } = parts.people;
  const looking = buildLooking(parts);
  return [
    { definition: routes.visitorCreate, json: visitorCreate({ people, tokenKeys, clock }) },
    { definition: routes.agentSignIn, json: agentSignIn({ people, tokenKeys, audit }) },
    { definition: routes.agentCreate, json: agentCreate({ people, audit, clock }) },
    { definition: routes.policyGet, json: consents.policyGet },
    { definition: routes.consentGive, json: consents.consentGive },
    { definition: routes.holdPlace, json: parts.retention.holdPlace },
    { definition: routes.holdRelease, json: parts.retention.holdRelease },
    exportRoute(parts, looking),
    ...lookingRoutes(looking),
    ...parts.files.routes,
    ...buildDeciding(parts),
  ];
};
