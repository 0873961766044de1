/** Resumable uploads in front of both doors, on what the uploads at once have in common. */
import { routes } from '@senim/contract';
import { limits } from '@senim/contract/constants';
import { type Attachments, intakePolicies } from '#features/attachments/index';
import { resumableUploads, type UploadDoors } from '#features/uploads/index';
import { uploadHandlers } from '#features/uploads/uploads.http';
import type { Vault } from '#features/vault/index';
import type { BoundRoute } from '#gateway/routes.http';
import { toProblem } from '#gateway/to-problem';
import type { UploadIntake } from '#platform/transfer/receive-upload.http';
import type { Platform } from './build-platform.ts';

const SWEEP_EVERY_MS = 60_000;

export interface UploadParts {
  readonly attachments: Pick<Attachments, 'admit' | 'create'>;
  readonly vault: Pick<Vault, 'admit' | 'create'>;
  readonly intake: UploadIntake;
}

export const uploadDoors = ({ attachments, vault }: Omit<UploadParts, 'intake'>): UploadDoors => ({
  attachments: {
    callers: routes.attachmentCreate.callers,
    maxBytes: ({ kind = 'file' }) => intakePolicies[kind].maxBytes,
    admit: ({ conversationId, kind = 'file' }, declaredBytes, call) =>
      attachments.admit({ conversationId, kind, declaredBytes }, call),
    take: async ({ metadata: { conversationId, kind = 'file', notIdentityDocument }, place, file, signal }, call) => ({
      attachment: await attachments.create(
        { conversationId, kind, place, file, signal, notIdentityDocument: notIdentityDocument === 'true' },
        call,
      ),
    }),
  },
  vault: {
    callers: routes.identityDocumentCreate.callers,
    maxBytes: () => limits.identityDocumentBytes,
    admit: ({ conversationId, documentType = 'certificate', requestId }, declaredBytes, call) =>
      vault.admit({ conversationId, documentType, requestId, declaredBytes }, call),
    take: async ({ metadata: { conversationId, documentType = 'certificate', requestId }, ...upload }, call) => ({
      identityDocument: await vault.create({ conversationId, documentType, requestId, ...upload }, call),
    }),
  },
});

export const buildUploads = (platform: Platform, parts: UploadParts, stack: AsyncDisposableStack): BoundRoute[] => {
  const { config, clock, logger } = platform;
  const { expirySeconds } = config.uploads;
  const uploads = stack.use(
    resumableUploads({
      doors: uploadDoors(parts),
      spool: parts.intake.spool,
      clock,
      toProblem: toProblem(logger),
      expirySeconds,
    }),
  );
  const timer = setInterval(() => {
    uploads.sweep().catch((error: unknown) => logger.warn({ error }, 'expired uploads could not be removed'));
  }, SWEEP_EVERY_MS).unref();
  stack.defer(() => clearInterval(timer));

  const { speakTus, describe } = uploadHandlers({ uploads, inFlight: parts.intake.inFlight, expirySeconds });
  return [
    { definition: routes.uploadDescribe, raw: describe },
    { definition: routes.uploadCreate, raw: speakTus },
    { definition: routes.uploadOffset, raw: speakTus },
    { definition: routes.uploadAppend, raw: speakTus },
    { definition: routes.uploadGet, json: uploads.get },
    { definition: routes.uploadCancel, raw: speakTus },
  ];
};
