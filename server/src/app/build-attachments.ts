/** Attachments and identity documents with their real stores: two of everything, so that one never opens the other. */
import { join } from 'node:path';
import { routes } from '@senim/contract';
import { attachmentsInPostgres } from '#features/attachments/attachment-repository.postgres';
import {
  attachmentContentHandler,
  attachmentCreateHandler,
  attachmentLinkContentHandler,
} from '#features/attachments/attachments.http';
import { heldUploadsInPostgres } from '#features/attachments/held/held-uploads.postgres';
import {
  type Attachments,
  createAttachments,
  type IntakeParts,
  LEFT_OVER_AFTER_MS,
  noScanner,
} from '#features/attachments/index';
import { documentRequestAnswers } from '#features/document-requests/document-request-answer';
import { linkAnswer } from '#features/document-requests/link-answer.postgres';
import { identityDocumentsInPostgres } from '#features/vault/identity-document-repository.postgres';
import { createVault, type Vault } from '#features/vault/index';
import { identityDocumentCreateHandler } from '#features/vault/vault.http';
import type { BoundRoute } from '#gateway/routes.http';
import type { KeyRing } from '#kernel/key-ring';
import type { MediaPool } from '#platform/media/media-pool';
import { findFfmpeg } from '#platform/media/voice/ffmpeg.process';
import { reencodingPool } from '#platform/media/voice/reencoding-pool';
import { openMediaPool } from '#platform/media/worker/media-pool.process';
import { unprivilegedUser } from '#platform/postgres/embedded/unprivileged-user.fs';
import { placesInPostgres } from '#platform/quotas/upload-places.postgres';
import { checkRecipient } from '#platform/sealing/payload-header';
import { memoryFirstSpool } from '#platform/stores/memory-first-spool';
import { objectsInPostgres } from '#platform/stores/object-ledger.postgres';
import { makeSealedObjects, type SealedObjects } from '#platform/stores/sealed-objects';
import { openFolderSpool } from '#platform/stores/spool.fs';
import { makeInFlight } from '#platform/transfer/in-flight';
import type { UploadIntake } from '#platform/transfer/receive-upload.http';
import type { Conversations } from './build-conversations.ts';
import type { People } from './build-people.ts';
import type { Platform } from './build-platform.ts';
import type { Realtime } from './build-realtime.ts';
import { buildScanner, type Scanner } from './build-scanner.ts';
import type { StoreName } from './build-stores.ts';
import { buildUploads } from './build-uploads.ts';

const SWEEP_EVERY_MS = 5 * 60_000;

export interface Files {
  readonly attachments: Attachments;
  readonly vault: Vault;
  readonly vaultIntake: Pick<IntakeParts, 'objects' | 'media'>;
  readonly scanner: Scanner;
  readonly routes: readonly BoundRoute[];
}

type Sweep = (before?: number) => Promise<object>;

/** Removes left-overs now and every few minutes; the wait for it is nobody's. */
const sweepRegularly = ({ config, clock, logger }: Platform, sweeps: readonly Sweep[]): Disposable => {
  const sweepAll = async (before?: number): Promise<void> => {
    for (const sweep of sweeps) {
      try {
        const removed = await sweep(before);
        if (Object.values(removed).some((count) => count > 0)) logger.info(removed, 'left-over files were removed');
      } catch (error) {
        logger.warn({ error }, 'left-over files could not be removed');
      }
    }
  };
  // Nobody shares an embedded database: whatever is pending there when we start was left by the one before us.
  void sweepAll(config.databaseUrl === undefined ? clock.now() : undefined);
  const timer = setInterval(() => void sweepAll(), SWEEP_EVERY_MS).unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
};

/** Reads one picture at a time: reading is rare, and heavy. */
const openReader = ({ config, logger }: Platform): MediaPool | undefined => {
  if (config.hasDocumentFilter) {
    return openMediaPool({ logger, program: 'reading', size: 1, maxWaiting: 50, user: unprivilegedUser() });
  }
  logger.warn({}, 'identity documents in ordinary chat are not looked for: SENIM_DOCUMENT_FILTER is off');
  return undefined;
};

const openMedia = async ({ config, logger }: Platform): Promise<MediaPool> => {
  const user = unprivilegedUser();
  const found = await findFfmpeg({ choice: config.ffmpeg, user });
  const pool = openMediaPool({ logger, user });
  if (!found) {
    logger.info({ setting: config.ffmpeg }, 'voice messages are remuxed, not encoded anew: there is no ffmpeg to use');
    return pool;
  }
  logger.info({ ffmpeg: found.path, sandbox: found.sandbox }, 'voice messages are encoded anew by ffmpeg');
  return reencodingPool(pool, found.encoder);
};

const sealedObjectsIn = ({ config, database, stores }: Platform, name: StoreName, keyRing: KeyRing): SealedObjects => {
  const recovery = config.recoveryRecipients[name];
  if (recovery !== undefined) checkRecipient(recovery);
  return makeSealedObjects({
    name,
    store: stores[name].store,
    ledger: objectsInPostgres(database, name),
    keyRing,
    recipients: recovery === undefined ? [] : [recovery],
  });
};

const attachmentRoutes = (attachments: Attachments, intake: UploadIntake): BoundRoute[] => [
  { definition: routes.attachmentCreate, raw: attachmentCreateHandler(attachments, intake) },
  { definition: routes.attachmentGet, json: attachments.get },
  { definition: routes.attachmentContent, raw: attachmentContentHandler(attachments) },
  { definition: routes.attachmentLinkCreate, json: attachments.createLink },
  { definition: routes.attachmentLinkContent, raw: attachmentLinkContentHandler(attachments) },
];

const vaultRoutes = (vault: Vault, intake: UploadIntake): BoundRoute[] => [
  { definition: routes.identityDocumentCreate, raw: identityDocumentCreateHandler(vault, intake) },
  { definition: routes.identityDocumentList, json: vault.list },
];

const sweepOf =
  (requests: Conversations['documentRequests'], clock: Platform['clock']) =>
  async (before = clock.now() - LEFT_OVER_AFTER_MS) => ({ requestsRemoved: await requests.sweep(new Date(before)) });

export const buildAttachments = async (
  platform: Platform,
  { people, audit, consents }: People,
  { fanOut }: Realtime,
  { access, messages, documentRequests }: Conversations,
  stack: AsyncDisposableStack,
): Promise<Files> => {
  const { config, database, dataKeys, clock, logger } = platform;
  const { quotas, spoolBytes } = config.uploads;
  const spool = memoryFirstSpool(stack.use(await openFolderSpool(join(config.dataFolder, 'spool'), spoolBytes)));
  const places = stack.use(placesInPostgres({ database, markKey: platform.markKey, quotas, clock, logger }));
  const media = stack.use(await openMedia(platform));
  const reader = openReader(platform);
  if (reader) stack.use(reader);
  const scanner = buildScanner(platform);
  const intakeInto = (name: StoreName, keyRing: KeyRing): IntakeParts => ({
    spool,
    media,
    reader,
    scanner: scanner.watched ?? noScanner,
    objects: sealedObjectsIn(platform, name, keyRing),
  });
  const shared = {
    conversationAccess: access,
    consentGate: consents.gate,
    dataKeys,
    audit,
    fanOut,
    clock,
    logger,
    places,
  };
  const attachments = createAttachments({
    ...shared,
    attachments: attachmentsInPostgres(database),
    held: heldUploadsInPostgres(database),
    findPrincipal: people.findPrincipal,
    linkKey: platform.linkKey,
    intake: intakeInto('attachments', platform.keyRings.master),
  });
  const vaultIntake = intakeInto('vault', platform.keyRings.vault);
  const vault = createVault({
    ...shared,
    documents: identityDocumentsInPostgres(database, linkAnswer),
    answers: documentRequestAnswers({ messages, audit, fanOut }),
    intake: vaultIntake,
  });
  if (scanner.watched) stack.use(attachments.startRechecks(scanner.watched));
  const sweepPlaces = async () => ({ placesRemoved: await places.sweep() });
  stack.use(sweepRegularly(platform, [attachments.sweep, vault.sweep, sweepPlaces, sweepOf(documentRequests, clock)]));
  const uploadIntake = { spool, inFlight: makeInFlight(quotas.atOncePerPerson) };
  return {
    attachments,
    vault,
    vaultIntake,
    scanner,
    routes: [
      ...attachmentRoutes(attachments, uploadIntake),
      ...vaultRoutes(vault, uploadIntake),
      ...buildUploads(platform, { attachments, vault, intake: uploadIntake }, stack),
    ],
  };
};
