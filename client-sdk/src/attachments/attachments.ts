/** Attachments: upload, describe, read. */
import type { Attachment } from '@senim/contract';
import type { HttpClient } from '../http/http-client.ts';
import type { AttachmentKind } from '../wire-types.ts';
import { upload } from './upload.ts';
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

export const attachmentsOver = (http: HttpClient): Attachments => ({
  upload: (conversationId, kind, file, options) =>
    upload(http, {
      ...options,
      path: '/v1/attachments',
      fields: [
        ['conversationId', conversationId],
        ['kind', kind],
      ],
      file,
      defaultName: kind,
    }),
  get: (id) => http.json({ method: 'GET', path: `/v1/attachments/${encodeURIComponent(id)}` }),
  content: (id, { variant, signal } = {}) =>
    http.blob({
      method: 'GET',
      path: `/v1/attachments/${encodeURIComponent(id)}/content`,
      query: { variant },
      signal,
    }),
});
