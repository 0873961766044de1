/** What can be said about an upload. */

/**
 * - `preparing`: a photo is made smaller and loses its metadata, in browsers
 * - `sending`: bytes leave
 * - `waiting`: the network or the server is away; it goes on by itself
 * - `checking`: all bytes have arrived, and the server looks at them
 * - `done`
 */
export type UploadPhase = 'preparing' | 'sending' | 'waiting' | 'checking' | 'done';

/** How far an upload is. */
export interface UploadProgress {
  /** Bytes; never fewer than said before. */
  readonly sent: number;
  readonly total: number;
  /** From 0 to 1. */
  readonly fraction: number;
  readonly phase: UploadPhase;
}

/** What was taken out of a photo before it left. */
export type TakenOut = 'location' | 'camera' | 'metadata' | 'thumbnail';

/** What became of a photo on the device, before any byte left it. */
export interface PreparedPhoto {
  readonly takenOut: readonly TakenOut[];
  readonly originalBytes: number;
  readonly bytes: number;
}

export interface UploadOptions {
  /** The name shown to readers; by default the `File`'s own, or the kind. */
  readonly name?: string;
  /** Called as bytes leave and at each change of phase; at last once with `done` and a fraction of 1. */
  readonly onProgress?: (progress: UploadProgress) => void;
  /** Ends the upload, which then rejects with `client/aborted`; what the server has of it is deleted. */
  readonly signal?: AbortSignal;
  /**
   * A UUID of the caller's: uploading the same file under the same key again goes on where it was given up, and makes one
   * attachment at most. Drawn anew by default.
   */
  readonly key?: string;
  /** False sends a photo as it is. In browsers photos are otherwise made smaller and lose their metadata before they leave. */
  readonly prepare?: boolean;
  /**
   * The sender was asked after `attachment/identity-document-suspected`, and says that it is none. Where the server knows better
   * it is refused all the same.
   */
  readonly notIdentityDocument?: boolean;
  /** Called when a photo was prepared. */
  readonly onPrepared?: (prepared: PreparedPhoto) => void;
}

/** An upload that becomes a message. */
export interface SendAttachmentOptions extends UploadOptions {
  /** Words beside the attachment, up to `limits.messageCharacters`. */
  readonly text?: string;
  readonly replyTo?: string;
  readonly clientMessageId?: string;
}
