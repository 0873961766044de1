/** Destroys attachments: first the keys, which makes the bytes unreadable at once, then the bytes. */
import type { SealedObjects } from '#platform/stores/sealed-objects';
import type { FanOut } from '#realtime/fan-out';
import { announceAttachment } from './attachment-news.ts';
import type { AttachmentRepository } from './attachment-repository.ts';

export interface AttachmentDestroyDeps {
  readonly attachments: AttachmentRepository;
  readonly objects: SealedObjects;
  readonly fanOut: FanOut;
}

const BATCH = 500;

/**
 * Rows stay, marked as destroyed; names, previews, keys and bytes are gone. Can be repeated, and taken up again after
 * a crash: what was doomed is removed by the next call or the next sweep. With `isSoonEnough` it does not fail when the
 * store is down: nothing can be read any more, and the sweep removes the bytes when the store is back.
 */
export const attachmentDestroy = ({ attachments, objects, fanOut }: AttachmentDestroyDeps) => {
  return async (ids: readonly string[], { isSoonEnough = false } = {}): Promise<void> => {
    for (let at = 0; at < ids.length; at += BATCH) {
      const batch = ids.slice(at, at + BATCH);
      const destroyed = await attachments.destroy(batch);
      for (const { record, conversationKind } of destroyed) {
        announceAttachment(fanOut, { record, details: undefined }, conversationKind);
      }
      await objects.removeDoomed(batch).catch((error: unknown) => {
        if (!isSoonEnough) throw error;
      });
    }
  };
};
