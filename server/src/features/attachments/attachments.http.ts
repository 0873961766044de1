/** The routes whose bodies are not JSON: the upload and the download. */
import { routes } from '@senim/contract';
import type { AttachmentVariant } from '@senim/contract/constants';
import type { Request, Response } from 'express';
import type { Principal } from '#kernel/principal';
import { receiveUpload, type UploadIntake } from '#platform/transfer/receive-upload.http';
import { sendPayload } from '#platform/transfer/send-payload.http';
import { maxAttachmentBytes } from './attachment-limits.ts';
import type { Attachments } from './attachments.ts';

export interface HttpCall<Params = unknown, Query = unknown, Headers = unknown> {
  readonly principal: Principal;
  readonly traceId: string;
  readonly params: Params;
  readonly query: Query;
  readonly headers: Headers;
}

export type KeyedCall = HttpCall<unknown, unknown, { readonly 'Idempotency-Key'?: string | undefined }>;

export type AttachmentCreateHandler = (request: Request, response: Response, call: KeyedCall) => Promise<void>;
export type AttachmentContentHandler = (
  request: Request,
  response: Response,
  call: HttpCall<{ readonly id: string }, { readonly variant: AttachmentVariant }>,
) => Promise<void>;

export const attachmentCreateHandler =
  (attachments: Pick<Attachments, 'create'>, { spool, inFlight, times }: UploadIntake): AttachmentCreateHandler =>
  async (request, response, call) => {
    const { fields, file } = routes.attachmentCreate.multipart;
    using _ = inFlight.enter(call.principal.id);
    await using upload = await receiveUpload(request, response, {
      fields,
      fileField: file,
      maxFileBytes: maxAttachmentBytes,
      spool,
      ...(times ? { times } : {}),
    });
    const attachment = await attachments.create(
      {
        ...upload.fields,
        notIdentityDocument: upload.fields.notIdentityDocument === 'true',
        file: upload.file,
        signal: upload.signal,
        declaredBytes: upload.declaredBytes,
        idempotencyKey: call.headers['Idempotency-Key'],
      },
      call,
    );
    response.status(201).set('Cache-Control', 'no-store').json(attachment);
  };

export type AttachmentLinkContentHandler = (
  request: Request,
  response: Response,
  call: Pick<HttpCall<{ readonly token: string }>, 'traceId' | 'params'>,
) => Promise<void>;

export const attachmentContentHandler =
  (attachments: Pick<Attachments, 'content'>): AttachmentContentHandler =>
  async (request, response, call) => {
    const content = await attachments.content(call.params.id, call.query.variant, call);
    await sendPayload(request, response, { ...content, disposition: 'attachment' });
  };

/** The token is the permission, and the page that shows it may be of another site. */
export const attachmentLinkContentHandler =
  (attachments: Pick<Attachments, 'linkedContent'>): AttachmentLinkContentHandler =>
  async (request, response, { params, traceId }) => {
    const content = await attachments.linkedContent(params.token, traceId);
    await sendPayload(request, response, { ...content, disposition: 'attachment', isEmbeddable: true });
  };
