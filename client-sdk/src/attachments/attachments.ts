/** Attachments: upload, describe, read. */
import type { Attachment, AttachmentLink } from '@senim/contract';
import type { HttpClient } from '../http/http-client.ts';
import type { AttachmentKind } from '../wire-types.ts';
import type { ContentOptions } from './content-options.ts';
import { loadUploads } from './load-uploads.ts';
import type { UploadParts } from './running-upload.ts';
import type { UploadOptions } from './upload-options.ts';
import type { WaitOptions } from './when-available.ts';

export interface Attachments {
  /**
   * Uploads without sending; link the result with `conversation.send(text, { attachmentIds })`. Goes on after a lost network or a
   * restarted server, and gives up with a `network/…` error when nothing has moved for two minutes.
   */
  upload(conversationId: string, kind: AttachmentKind, file: Blob, options?: UploadOptions): Promise<Attachment>;
  /**
   * Waits until an uploaded attachment can be opened; it can be sent before. Rejects with `attachment/not-available` when it was rejected.
   */
  whenAvailable(uploaded: Attachment, options?: WaitOptions): Promise<Attachment>;
  /** An attachment's state and description. Rejects with `attachment/not-found`. */
  get(id: string): Promise<Attachment>;
  /** An attachment's bytes. Rejects with `attachment/not-found` or `attachment/not-available`. */
  content(id: string, options?: ContentOptions): Promise<Blob>;
  /**
   * An address of its bytes for `<img>` and `<audio>`: a secret, good for this person and minutes.
   * Rejects with `attachment/not-found` or `attachment/not-available`.
   */
  link(id: string, options?: ContentOptions): Promise<AttachmentLink>;
}

export const attachmentsOver = (http: HttpClient, parts: UploadParts): Attachments => {
  const get = (id: string): Promise<Attachment> =>
    http.json({ method: 'GET', path: `/v1/attachments/${encodeURIComponent(id)}` });
  return {
    upload: async (...wish) => (await loadUploads()).uploadAttachment(parts, ...wish),
    get,
    whenAvailable: async (uploaded, options) =>
      (await loadUploads()).whenAvailable({ timers: parts.timers, get }, uploaded, options),
    content: (id, { variant, signal } = {}) =>
      http.blob({
        method: 'GET',
        path: `/v1/attachments/${encodeURIComponent(id)}/content`,
        query: { variant },
        signal,
      }),
    link: async (id, options = {}) => (await loadUploads()).makeLink(http, id, options),
  };
};
