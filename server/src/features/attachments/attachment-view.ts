/** What leaves the server of an attachment. */
import type { Attachment } from '@senim/contract';
import type { DataKey, DataKeys } from '#kernel/data-keys';
import { seal, unseal } from '#kernel/seal';
import { type AttachmentDetails, type AttachmentRecord, detailsContext } from './attachment-record.ts';

export const sealDetails = (key: DataKey['key'], attachmentId: string, details: AttachmentDetails): Buffer =>
  seal(key, JSON.stringify(details), detailsContext(attachmentId));

/** @param details absent while it is uploaded, and once it or its key is destroyed. */
export const toAttachmentView = (record: AttachmentRecord, details: AttachmentDetails | undefined): Attachment => ({
  id: record.id,
  conversationId: record.conversationId,
  ownerId: record.ownerId,
  kind: record.kind,
  status: record.status === 'available' && !details ? 'destroyed' : record.status,
  ...(record.rejectedFor === undefined ? {} : { rejectedFor: record.rejectedFor }),
  name: details?.name ?? '',
  mediaType: record.mediaType,
  bytes: details ? record.bytes : 0,
  ...(details?.width === undefined ? {} : { width: details.width }),
  ...(details?.height === undefined ? {} : { height: details.height }),
  ...(details?.thumbHash === undefined ? {} : { thumbHash: details.thumbHash }),
  ...(details?.durationMs === undefined ? {} : { durationMs: details.durationMs }),
  ...(details?.waveform === undefined ? {} : { waveform: [...details.waveform] }),
  ...(details?.pages === undefined ? {} : { pages: details.pages }),
  ...(details?.previewPages === undefined ? {} : { previewPages: details.previewPages }),
  ...(details?.original === undefined ? {} : { original: { ...details.original } }),
  ...(details?.scanned === undefined ? {} : { scanned: details.scanned }),
  // Nothing has been done to what is not available yet.
  ...(details === undefined || record.status !== 'available'
    ? {}
    : { receipt: { ...details.receipt, removed: [...details.receipt.removed] } }),
  createdAt: record.createdAt.toISOString(),
});

/** Opens what can be opened; one look-up of keys for all. */
export const openDetails = async (
  records: readonly AttachmentRecord[],
  dataKeys: DataKeys,
): Promise<ReadonlyMap<string, AttachmentDetails>> => {
  const keyIds = new Set(records.flatMap(({ keyId }) => keyId ?? []));
  const keys = keyIds.size === 0 ? new Map<string, DataKey>() : await dataKeys.open([...keyIds]);
  const opened = new Map<string, AttachmentDetails>();
  for (const { id, keyId, detailsSealed } of records) {
    const key = keyId === undefined ? undefined : keys.get(keyId);
    if (key && detailsSealed) {
      opened.set(id, JSON.parse(unseal(key.key, detailsSealed, detailsContext(id)).toString()) as AttachmentDetails);
    }
  }
  return opened;
};
