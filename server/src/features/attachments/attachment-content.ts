/** Use case: an attachment's bytes, opened as they are read. */
import type { AttachmentVariant } from '@senim/contract/constants';
import type { Call } from '#kernel/call';
import type { DataKeys } from '#kernel/data-keys';
import { ProblemError } from '#kernel/problem-error';
import type { OpenedPayload } from '#platform/sealing/open-payload';
import type { SealedObjects } from '#platform/stores/sealed-objects';
import { type AttachmentAccessDeps, type FindPrincipal, requireVisible } from './attachment-access.ts';
import type { AttachmentDetails, AttachmentRecord } from './attachment-record.ts';
import { openDetails } from './attachment-view.ts';

export interface AttachmentContentDeps extends AttachmentAccessDeps {
  readonly objects: SealedObjects;
  readonly dataKeys: DataKeys;
  readonly findPrincipal: FindPrincipal;
}

export interface AttachmentContent {
  readonly payload: OpenedPayload;
  readonly mediaType: string;
  readonly name: string;
  /** The same as long as the bytes are, which is for ever. */
  readonly etag: string;
  /** Asked while the bytes are on their way: a long download ends when its reader's access does. */
  readonly isStillOpen: () => Promise<boolean>;
}

export type AttachmentContentGet = (id: string, variant: AttachmentVariant, call: Call) => Promise<AttachmentContent>;

const servedType = (mediaType: string): string =>
  mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : mediaType;

/** Type and name of what is handed out. */
const described = (
  variant: AttachmentVariant,
  { mediaType }: AttachmentRecord,
  { name, original }: AttachmentDetails,
): Pick<AttachmentContent, 'mediaType' | 'name'> => {
  if (variant === 'full') return { mediaType: servedType(mediaType), name };
  if (variant === 'original') return { mediaType: original?.mediaType ?? mediaType, name };
  if (variant === 'thumbnail') return { mediaType: 'image/webp', name: 'thumbnail.webp' };
  return { mediaType: 'image/jpeg', name: `${variant}.jpg` };
};

const isStillOpen = async (deps: AttachmentContentDeps, principalId: string, id: string): Promise<boolean> => {
  const principal = await deps.findPrincipal(principalId);
  if (!principal) return false;
  try {
    return (await requireVisible(deps, principal, id)).status === 'available';
  } catch (error) {
    if (error instanceof ProblemError) return false;
    throw error;
  }
};

export const attachmentContent =
  (deps: AttachmentContentDeps): AttachmentContentGet =>
  async (id, variant, { principal }) => {
    const record = await requireVisible(deps, principal, id);
    if (record.status !== 'available') throw new ProblemError('attachment/not-available');
    const details = (await openDetails([record], deps.dataKeys)).get(id);
    const payload = details && (await deps.objects.open(id, variant));
    // Voice has no thumbnail, photos have no pages.
    if (!payload) throw new ProblemError('attachment/not-available');
    return {
      payload,
      ...described(variant, record, details),
      etag: `${id}.${variant}`,
      isStillOpen: () => isStillOpen(deps, principal.id, id),
    };
  };
