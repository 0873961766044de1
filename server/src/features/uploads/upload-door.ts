/** The two doors a resumable upload can lead through; each asks its own questions before the first byte and after the last. */
import type { Attachment, Caller, IdentityDocument, UploadMetadata } from '@senim/contract';
import type { Call } from '#kernel/call';
import type { HeldPlace, RepeatedPlace } from '#platform/quotas/upload-places';
import type { IncomingFile } from '#platform/transfer/incoming-file';

export type UploadResult = { readonly attachment: Attachment } | { readonly identityDocument: IdentityDocument };

export interface CompleteUpload {
  readonly metadata: UploadMetadata;
  readonly place: HeldPlace;
  readonly file: IncomingFile;
  readonly signal: AbortSignal;
}

export interface UploadDoor {
  /** Who may use it at all. */
  readonly callers: readonly Caller[];
  maxBytes(metadata: UploadMetadata): number;
  /** Throws what access, consents and quotas refuse with. */
  admit(metadata: UploadMetadata, bytes: number, call: Call): Promise<HeldPlace | RepeatedPlace>;
  /** Asks again, and runs the pipeline. */
  take(upload: CompleteUpload, call: Call): Promise<UploadResult>;
}

/** Which door a file goes to is said by its metadata. */
export interface UploadDoors {
  readonly attachments: UploadDoor;
  readonly vault: UploadDoor;
}
