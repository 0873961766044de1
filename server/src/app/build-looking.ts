/** Looking at identity documents with its real stores, and its routes. */
import { routes } from '@senim/contract';
import { linkAnswer } from '#features/document-requests/link-answer.postgres';
import { identityDocumentsInPostgres } from '#features/vault/identity-document-repository.postgres';
import { createLooking, type Looking } from '#features/vault/index';
import { looksInPostgres } from '#features/vault/look-repository.postgres';
import { forbiddenLookHandler, identityDocumentContentHandler } from '#features/vault/looking.http';
import type { BoundRoute } from '#gateway/routes.http';
import { vaultPersonKeys } from '#platform/keys/vault-person-keys.postgres';
import type { Files } from './build-attachments.ts';
import type { People } from './build-people.ts';
import type { Platform } from './build-platform.ts';

export interface LookingParts {
  readonly platform: Platform;
  readonly people: People;
  readonly files: Files;
}

export const buildLooking = ({ platform, people, files }: LookingParts): Looking => {
  const { database, clock, logger, config, keyRings } = platform;
  return createLooking({
    documents: identityDocumentsInPostgres(database, linkAnswer),
    looks: looksInPostgres(database),
    vaultKeys: vaultPersonKeys({ database, keyRing: keyRings.vault, clock }),
    objects: files.vaultIntake.objects,
    media: files.vaultIntake.media,
    nameOf: async (id) => (await people.people.findPeople([id]))[0]?.profile?.name,
    audit: people.audit,
    ...config.looks,
    clock,
    logger,
  });
};

export const lookingRoutes = (looking: Looking): BoundRoute[] => [
  {
    definition: routes.identityDocumentContent,
    raw: identityDocumentContentHandler(looking),
    onForbidden: forbiddenLookHandler(looking.recordRefused.content),
  },
  {
    definition: routes.identityDocumentLookOpen,
    json: looking.open,
    onForbidden: forbiddenLookHandler(looking.recordRefused.open),
  },
  { definition: routes.identityDocumentLookDecide, json: looking.decide },
  { definition: routes.identityDocumentLookList, json: looking.list },
  { definition: routes.myIdentityDocumentList, json: looking.mine },
];
