/** The routes whose bodies are not JSON: the separate door, and the verifier's look. */
import { routes } from '@senim/contract';
import { limits } from '@senim/contract/constants';
import type { Request, Response } from 'express';
import type { Principal } from '#kernel/principal';
import { receiveUpload, type UploadIntake } from '#platform/transfer/receive-upload.http';
import { sendPayload } from '#platform/transfer/send-payload.http';
import type { Vault } from './vault.ts';

export interface HttpCall<Params = unknown, Query = unknown, Headers = unknown> {
  readonly principal: Principal;
  readonly traceId: string;
  readonly params: Params;
  readonly query: Query;
  readonly headers: Headers;
}

export type KeyedCall = HttpCall<unknown, unknown, { readonly 'Idempotency-Key'?: string | undefined }>;

export type IdentityDocumentCreateHandler = (request: Request, response: Response, call: KeyedCall) => Promise<void>;
export type IdentityDocumentContentHandler = (
  request: Request,
  response: Response,
  call: HttpCall<{ readonly id: string }, { readonly reason?: string | undefined }>,
) => Promise<void>;

export const identityDocumentCreateHandler =
  (vault: Pick<Vault, 'create'>, { spool, inFlight, times }: UploadIntake): IdentityDocumentCreateHandler =>
  async (request, response, call) => {
    const { fields, file } = routes.identityDocumentCreate.multipart;
    using _ = inFlight.enter(call.principal.id);
    await using upload = await receiveUpload(request, response, {
      fields,
      fileField: file,
      maxFileBytes: limits.identityDocumentBytes,
      spool,
      ...(times ? { times } : {}),
    });
    const document = await vault.create(
      {
        ...upload.fields,
        file: upload.file,
        signal: upload.signal,
        declaredBytes: upload.declaredBytes,
        idempotencyKey: call.headers['Idempotency-Key'],
      },
      call,
    );
    response.status(201).set('Cache-Control', 'no-store').json(document);
  };

/** Who is not let in at the door leaves a trace as well. */
export const forbiddenLookHandler =
  (vault: Pick<Vault, 'recordRefused'>) =>
  ({ params, ...call }: Pick<HttpCall, 'principal' | 'traceId' | 'params'>): Promise<void> =>
    vault.recordRefused((params as { readonly id: string }).id, call);

export const identityDocumentContentHandler =
  (vault: Pick<Vault, 'content'>): IdentityDocumentContentHandler =>
  async (request, response, call) => {
    const content = await vault.content({ id: call.params.id, reason: call.query.reason }, call);
    // Shown in the verifier's page, kept nowhere: no validators, no ranges, no store.
    response.set('Pragma', 'no-cache');
    await sendPayload(request, response, { ...content, disposition: 'inline' });
  };
