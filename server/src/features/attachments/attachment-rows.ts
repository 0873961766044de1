/** The rows behind an attachment's way through the pipeline, from the first upload or once more out of quarantine. */
import type { ConsentGate } from '#features/consents/index';
import type { DataKey, DataKeys } from '#kernel/data-keys';
import { Fault } from '#kernel/fault';
import type { Principal } from '#kernel/principal';
import { sealAndStore } from '#kernel/seal-and-store';
import type { UploadPlaces } from '#platform/quotas/upload-places';
import type { AttachmentDetails, AttachmentRecord } from './attachment-record.ts';
import type { AttachmentRepository, NewAttachment } from './attachment-repository.ts';
import { sealDetails } from './attachment-view.ts';
import { cleanFileName } from './clean-file-name.ts';
import type { HeldUploads } from './held/held-uploads.ts';
import { FIRST_CHECK_AFTER_MS } from './held/recheck-times.ts';
import type { FileFamily } from './pipeline/file-types.ts';
import type { IntakeRows } from './pipeline/intake-context.ts';
import type { Inspected, Stored } from './pipeline/upload.ts';

export interface AttachmentRowsDeps {
  readonly attachments: AttachmentRepository;
  readonly held: HeldUploads;
  readonly consentGate: ConsentGate;
  readonly dataKeys: DataKeys;
  readonly places: UploadPlaces;
}

export interface SettledAttachment {
  readonly record: AttachmentRecord;
  readonly details: AttachmentDetails | undefined;
}

export interface AttachmentRows extends IntakeRows {
  /** What was published or held. */
  settled(): SettledAttachment;
}

/** What most files of a family come to be, for the extension of one that is still checked. */
const likelyTypes: Partial<Record<FileFamily, string>> = { image: 'image/jpeg', voice: 'audio/mp4' };

const publishedDetails = (
  { incoming, type, facts, file, scan, outputs }: Stored,
  kind: NewAttachment['kind'],
): AttachmentDetails => {
  const { mediaType, removed, ...description } = facts;
  const original = outputs.find(({ variant }) => variant === 'original');
  return {
    ...description,
    name: cleanFileName(incoming.name, mediaType, kind),
    ...(original ? { original: { mediaType: type.mediaType, bytes: original.file.bytes } } : {}),
    scanned: scan === 'clean',
    receipt: {
      removed,
      originalBytes: file.bytes,
      storedBytes: outputs.find(({ variant }) => variant === 'full')?.file.bytes ?? 0,
    },
  };
};

const heldDetails = (
  { incoming, file, type, notIdentityDocument }: Inspected,
  kind: NewAttachment['kind'],
): AttachmentDetails => ({
  name: cleanFileName(incoming.name, likelyTypes[type.family] ?? type.mediaType, kind),
  ...(notIdentityDocument ? { notIdentityDocument } : {}),
  receipt: { removed: [], originalBytes: file.bytes, storedBytes: file.bytes },
});

const publishing = (deps: AttachmentRowsDeps, attachment: NewAttachment, owner: Principal) => {
  const { attachments, consentGate, dataKeys, places } = deps;
  const { id, conversationId, kind } = attachment;
  let settled: SettledAttachment | undefined;

  /** A picture is a photo by whichever kind it came. */
  const requireConsent = async (isPicture: boolean): Promise<void> => {
    if (isPicture) await consentGate.require(owner, 'photo');
  };
  /** For the quotas, and to tell a repetition. */
  const placeOf = ({ file }: Inspected) => ({ bytes: file.bytes, contentMark: places.markOf(file.sha256) });
  const storeUnderKey = (store: (key: DataKey) => Promise<boolean>): Promise<boolean> =>
    sealAndStore(dataKeys, () => dataKeys.forParticipant(conversationId, owner.id), store);

  const publish: IntakeRows['publish'] = async (stored) => {
    const details = publishedDetails(stored, kind);
    const { mediaType } = stored.facts;
    await requireConsent(mediaType.startsWith('image/'));
    return storeUnderKey(async ({ id: keyId, key }) => {
      const sealed = { detailsSealed: sealDetails(key, id, details), keyId, place: placeOf(stored) };
      const { storedBytes: bytes } = details.receipt;
      const record = await attachments.publish({ id, mediaType, bytes, ...sealed, objects: stored.objects });
      if (record) settled = { record, details };
      return record !== undefined;
    });
  };

  const hold: NonNullable<IntakeRows['hold']> = async (inspected, object) => {
    const details = heldDetails(inspected, kind);
    const { mediaType, family } = inspected.type;
    const { bytes } = inspected.file;
    await requireConsent(family === 'image');
    return storeUnderKey(async ({ id: keyId, key }) => {
      const upload = { id, mediaType, bytes, detailsSealed: sealDetails(key, id, details), keyId };
      const isHeld = await deps.held.hold({ ...upload, object, place: placeOf(inspected) }, FIRST_CHECK_AFTER_MS);
      const state = { status: 'checking', rejectedFor: undefined, messageId: undefined } as const;
      if (isHeld) settled = { record: { ...attachment, ...upload, ...state }, details };
      return isHeld;
    });
  };

  return {
    publish,
    hold,
    settled: (): SettledAttachment => {
      if (!settled) throw new Fault('an attachment was neither published nor held');
      return settled;
    },
  };
};

/** Of a new upload: reserved first; held when there is no verdict; gone when it is not taken. */
export const newAttachmentRows = (
  deps: AttachmentRowsDeps,
  attachment: NewAttachment,
  owner: Principal,
): AttachmentRows => ({
  ...publishing(deps, attachment, owner),
  reserve: async () => {
    await deps.attachments.reserve(attachment);
    return attachment.id;
  },
  abandon: (id) => deps.attachments.abandon(id),
});

/** Of one that is held: it has its row, and stays in quarantine when the attempt comes to nothing. */
export const heldAttachmentRows = (
  deps: AttachmentRowsDeps,
  attachment: NewAttachment,
  owner: Principal,
): AttachmentRows => {
  const { publish, settled } = publishing(deps, attachment, owner);
  return { publish, settled, reserve: async () => attachment.id, abandon: (id) => deps.held.dropOutputs(id) };
};
