/** What the feature needs from storage. */
import type { AttachmentKind } from './attachment-limits.ts';
import type { AttachmentRecord } from './attachment-record.ts';

export interface NewAttachment {
  readonly id: string;
  readonly conversationId: string;
  readonly ownerId: string;
  readonly kind: AttachmentKind;
  readonly createdAt: Date;
}

export interface PublishedAttachment {
  readonly id: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly detailsSealed: Buffer;
  readonly keyId: string;
  /** With the length of their sealed payloads. */
  readonly objects: readonly { readonly id: string; readonly bytes: number }[];
  /** What came, for the quotas and for repetitions. */
  readonly place: { readonly bytes: number; readonly contentMark: Buffer };
}

export interface DestroyedAttachment {
  readonly record: AttachmentRecord;
  /** Undefined when the conversation is gone as well. */
  readonly conversationKind: 'support' | 'direct' | undefined;
}

export interface AttachmentRepository {
  reserve(attachment: NewAttachment): Promise<void>;
  /** @returns undefined, and changes nothing, when the reservation, its place, an object or the key is gone. */
  publish(attachment: PublishedAttachment): Promise<AttachmentRecord | undefined>;
  /** Removes a reservation and dooms its objects; an attachment that is published or held stays as it is. */
  abandon(id: string): Promise<void>;
  /** The same for reservations made before a moment. @returns how many. */
  abandonBefore(moment: Date): Promise<number>;
  find(ids: readonly string[]): Promise<readonly AttachmentRecord[]>;
  /** Marks as destroyed, forgets details and headers, dooms the objects. @returns those that were not destroyed before. */
  destroy(ids: readonly string[]): Promise<readonly DestroyedAttachment[]>;
}
