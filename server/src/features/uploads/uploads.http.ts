/** The routes of resumable uploads: the tus protocol on top of what this node knows of them. */
import { limits } from '@senim/contract/constants';
import type { Request, Response } from 'express';
import type { Principal } from '#kernel/principal';
import type { InFlight } from '#platform/transfer/in-flight';
import { exchangeTus, TUS_EXTENSIONS, TUS_VERSION, type TusSession } from '#platform/transfer/tus/tus-exchange.http';
import { uploadLocker } from '#platform/transfer/tus/upload-locker';
import type { UploadTimes } from '#platform/transfer/upload-limits';
import type { ResumableUpload } from './resumable-upload.ts';
import type { ResumableUploads } from './resumable-uploads.ts';

export interface HttpCall {
  readonly principal: Principal;
  readonly traceId: string;
}

export interface UploadRoutesDeps {
  readonly uploads: ResumableUploads;
  readonly inFlight: InFlight;
  readonly expirySeconds: number;
  readonly times?: UploadTimes;
}

export type UploadHandler = (request: Request, response: Response, call: HttpCall) => Promise<void>;

const MOST_BYTES = Math.max(limits.photoBytes, limits.voiceBytes, limits.fileBytes, limits.identityDocumentBytes);

const sessionOf = (uploads: ResumableUploads, response: Response, call: HttpCall): TusSession => {
  const find = async (id: string): Promise<ResumableUpload> => {
    const upload = uploads.require(id, call);
    await upload.settleWrites();
    return upload;
  };
  return {
    begin: async (metadata, length) => {
      const described = Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, value ?? '']));
      const upload = await uploads.begin(described, length, call);
      // Whoever was not told its address cannot go on with it.
      response.once('close', () => {
        if (!response.writableFinished && !upload.isSettled) void uploads.cancel(upload);
      });
      return upload;
    },
    find,
    append: async (id, bytes) => {
      const upload = uploads.require(id, call);
      await uploads.append(upload, bytes);
      return upload;
    },
    finish: async (id) => {
      const result = await uploads.finish(uploads.require(id, call), call);
      return 'attachment' in result ? result.attachment : result.identityDocument;
    },
    cancel: async (id) => uploads.cancel(uploads.require(id, call)),
  };
};

export const uploadHandlers = ({ uploads, inFlight, expirySeconds, times }: UploadRoutesDeps) => {
  const options = { path: '/v1/uploads', expirySeconds, locker: uploadLocker(), ...(times ? { times } : {}) };

  const speakTus: UploadHandler = async (request, response, call) => {
    using _ = inFlight.enter(call.principal.id);
    const { id } = request.params;
    // Somebody else's upload cannot be kept from its owner by asking for it.
    if (typeof id === 'string') uploads.require(id, call);
    await exchangeTus(request, response, sessionOf(uploads, response, call), options);
  };

  const describe = async (_request: Request, response: Response): Promise<void> => {
    response.set({ 'Tus-Resumable': TUS_VERSION, 'Tus-Version': TUS_VERSION });
    response.set({ 'Tus-Extension': TUS_EXTENSIONS.join(','), 'Tus-Max-Size': String(MOST_BYTES) });
    response.status(204).end();
  };

  return { speakTus, describe };
};
