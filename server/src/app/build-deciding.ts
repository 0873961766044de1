/** Deciding on identity documents with its real stores, and its routes. */
import { routes } from '@senim/contract';
import { linkAnswer } from '#features/document-requests/link-answer.postgres';
import { decisionsInPostgres } from '#features/vault/decision-repository.postgres';
import { certificatesInPostgres } from '#features/vault/destruction-certificate.postgres';
import { identityDocumentsInPostgres } from '#features/vault/identity-document-repository.postgres';
import { createDeciding } from '#features/vault/index';
import type { BoundRoute } from '#gateway/routes.http';
import { vaultPersonKeys } from '#platform/keys/vault-person-keys.postgres';
import type { Files } from './build-attachments.ts';
import type { People } from './build-people.ts';
import type { Platform } from './build-platform.ts';
import type { Realtime } from './build-realtime.ts';

export interface DecidingParts {
  readonly platform: Platform;
  readonly people: People;
  readonly realtime: Realtime;
  readonly files: Files;
}

export const buildDeciding = ({ platform, people, realtime, files }: DecidingParts): BoundRoute[] => {
  const { database, clock, logger, config, keyRings } = platform;
  const deciding = createDeciding({
    documents: identityDocumentsInPostgres(database, linkAnswer),
    decisions: decisionsInPostgres(database, clock),
    findCertificate: certificatesInPostgres(database),
    vaultKeys: vaultPersonKeys({ database, keyRing: keyRings.vault, clock }),
    profileOf: async (id) => (await people.people.findPeople([id]))[0]?.profile ?? {},
    vault: files.vault,
    fanOut: realtime.fanOut,
    audit: people.audit,
    isFourEyes: config.isFourEyes,
    clock,
    logger,
  });
  return [
    { definition: routes.identityDocumentCheck, json: deciding.check },
    { definition: routes.identityDocumentDecide, json: deciding.decide },
    { definition: routes.identityDocumentCertificate, json: deciding.certificate },
    { definition: routes.verificationGet, json: deciding.get },
    { definition: routes.verificationList, json: deciding.list },
    { definition: routes.verificationAnswer, json: deciding.answer },
  ];
};
