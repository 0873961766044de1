/** What can be said about an upload. */

/** How far an upload is. */
export interface UploadProgress {
  readonly sentBytes: number;
  readonly totalBytes: number;
  /** From 0 to 1. */
  readonly fraction: number;
}

export interface UploadOptions {
  /** The name shown to readers; by default the `File`'s own, or the kind. */
  readonly name?: string;
  /** Called as bytes leave, and once with a fraction of 1 when all have been accepted. */
  readonly onProgress?: (progress: UploadProgress) => void;
  /** Ends the upload, which then rejects with `client/aborted`. */
  readonly signal?: AbortSignal;
}

/** An upload that becomes a message. */
export interface SendAttachmentOptions extends UploadOptions {
  /** Words beside the attachment, up to `limits.messageCharacters`. */
  readonly text?: string;
  readonly replyTo?: string;
  readonly clientMessageId?: string;
}
