/** The separate door, whose bodies are not JSON. */
import { routes } from '@senim/contract';
import { limits } from '@senim/contract/constants';
import type { Request, Response } from 'express';
import type { Principal } from '#kernel/principal';
import { receiveUpload, type UploadIntake } from '#platform/transfer/receive-upload.http';
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
