/** An attachment as it is kept: what names or describes its content is sealed. */
import type { RejectionReason } from '@senim/contract/constants';
import type { Removal } from '#platform/media/media-job';
import type { AttachmentKind } from './attachment-limits.ts';

export interface AttachmentRecord {
  readonly id: string;
  readonly conversationId: string;
  readonly ownerId: string;
  readonly kind: AttachmentKind;
  readonly status: 'checking' | 'available' | 'rejected' | 'destroyed';
  readonly rejectedFor: RejectionReason | undefined;
  readonly detailsSealed: Buffer | undefined;
  readonly keyId: string | undefined;
  readonly mediaType: string;
  readonly bytes: number;
  /** The message it is linked to; until then only its owner knows of it. */
  readonly messageId: string | undefined;
  readonly createdAt: Date;
}

/** What is sealed, as JSON, under the owner's key for the conversation. */
export interface AttachmentDetails {
  readonly name: string;
  readonly width?: number;
  readonly height?: number;
  readonly thumbHash?: string;
  readonly durationMs?: number;
  readonly waveform?: readonly number[];
  readonly pages?: number;
  readonly previewPages?: number;
  /** What came in, when `full` is a copy made of it. */
  readonly original?: { readonly mediaType: string; readonly bytes: number };
  /** Whether a malware scanner has seen it; older attachments do not say. */
  readonly scanned?: boolean;
  /** Of one that is held: the sender was asked, and said so. */
  readonly notIdentityDocument?: boolean;
  readonly receipt: {
    readonly removed: readonly Removal[];
    readonly originalBytes: number;
    readonly storedBytes: number;
  };
}

/** Details are bound to their attachment: moved to another they do not open. */
export const detailsContext = (attachmentId: string): string => `attachment:${attachmentId}`;
