/** Attachments: upload, describe, read. */
import type { Attachment } from '@senim/contract';
import type { AttachmentKind } from '../wire-types.ts';
import type { UploadOptions } from './upload-options.ts';

export interface ContentOptions {
  /** `full` by default. */
  readonly variant?: 'full' | 'thumbnail';
  readonly signal?: AbortSignal;
}

export interface Attachments {
  /** Uploads without sending; link the result with `conversation.send(text, { attachmentIds })`. */
  upload(conversationId: string, kind: AttachmentKind, file: Blob, options?: UploadOptions): Promise<Attachment>;
  /** An attachment's state and description. Rejects with `attachment/not-found`. */
  get(id: string): Promise<Attachment>;
  /** An attachment's bytes. Rejects with `attachment/not-found` or `attachment/not-available`. */
  content(id: string, options?: ContentOptions): Promise<Blob>;
}
