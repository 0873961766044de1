/** The resumable uploads of this node: begun, found by their owner, ended; forgotten when nothing moves any more. */
import { type Problem, type routes, type UploadMetadata, uploadMetadata } from '@senim/contract';
import type { Call } from '#kernel/call';
import type { Clock } from '#kernel/clock';
import type { RouteHandler } from '#kernel/http-route';
import { callersOf } from '#kernel/principal';
import { ProblemError } from '#kernel/problem-error';
import type { Spool } from '#platform/stores/spool';
import { ResumableUpload } from './resumable-upload.ts';
import type { UploadDoor, UploadDoors, UploadResult } from './upload-door.ts';

export interface ResumableUploadsDeps {
  readonly doors: UploadDoors;
  readonly spool: Spool;
  readonly clock: Clock;
  readonly toProblem: (error: unknown, operation: string, traceId: string) => Problem;
  /** Without progress an upload is forgotten after so long. */
  readonly expirySeconds: number;
  /** On this node: each holds a few pages of memory and a file. */
  readonly mostAtOnce?: number;
}

export interface ResumableUploads extends AsyncDisposable {
  /** Throws what the door refuses with. */
  begin(metadata: unknown, length: number, call: Call): Promise<ResumableUpload>;
  /** Throws `upload/not-found`, the same for what is unknown, forgotten and somebody else's. */
  require(id: string, call: Call): ResumableUpload;
  readonly get: RouteHandler<typeof routes.uploadGet>;
  append(upload: ResumableUpload, bytes: AsyncIterable<Uint8Array>): Promise<void>;
  finish(upload: ResumableUpload, call: Call): Promise<UploadResult>;
  cancel(upload: ResumableUpload): Promise<void>;
  /** Ends what has expired. @returns how many. */
  sweep(): Promise<number>;
}

const MOST_AT_ONCE = 500;
const FULL_RETRY_MS = 10_000;

/** Throws `request/invalid`. */
const parseMetadata = (metadata: unknown): UploadMetadata => {
  const parsed = uploadMetadata.safeParse(metadata);
  if (parsed.success) return parsed.data;
  const detail = 'unable to upload; the metadata needs conversationId and either kind or documentType';
  throw new ProblemError('request/invalid', { detail });
};

export const resumableUploads = (deps: ResumableUploadsDeps): ResumableUploads => {
  const { doors, spool, clock, toProblem, expirySeconds, mostAtOnce = MOST_AT_ONCE } = deps;
  const uploads = new Map<string, ResumableUpload>();
  /** Being begun, and not in the map yet. */
  let beginning = 0;
  const expiry = (): number => clock.now() + expirySeconds * 1_000;

  const doorFor = (metadata: UploadMetadata, { principal }: Call): UploadDoor => {
    const door = metadata.documentType === undefined ? doors.attachments : doors.vault;
    if (!callersOf(principal).some((caller) => door.callers.includes(caller))) throw new ProblemError('auth/forbidden');
    return door;
  };

  const end = async (upload: ResumableUpload): Promise<void> => {
    uploads.delete(upload.id);
    await upload[Symbol.asyncDispose]();
  };

  const begin: ResumableUploads['begin'] = async (described, length, call) => {
    const metadata = parseMetadata(described);
    const door = doorFor(metadata, call);
    if (length > door.maxBytes(metadata)) throw new ProblemError('attachment/too-large');
    if (uploads.size + beginning >= mostAtOnce) {
      throw new ProblemError('service/unavailable', { retryAfterMs: FULL_RETRY_MS });
    }
    beginning++;
    try {
      const place = await door.admit(metadata, length, call);
      // Only a key can repeat, and there is none.
      if (place.kind === 'repeated') throw new ProblemError('request/in-progress');
      try {
        const draft = await spool.begin();
        const upload = new ResumableUpload(
          { length, metadata, door, place, draft, ownerId: call.principal.id },
          expiry(),
        );
        uploads.set(upload.id, upload);
        return upload;
      } catch (error) {
        await place[Symbol.asyncDispose]();
        throw error;
      }
    } finally {
      beginning--;
    }
  };

  const require: ResumableUploads['require'] = (id, { principal }) => {
    const upload = uploads.get(id);
    const isOver = upload && upload.expiresAt <= clock.now() && !upload.isBusy;
    if (!upload || isOver || upload.ownerId !== principal.id) throw new ProblemError('upload/not-found');
    return upload;
  };

  return {
    begin,
    require,
    get: async (call) => require(call.params.id, call).view(),
    append: async (upload, bytes) => {
      try {
        await upload.append(bytes);
      } finally {
        upload.expiresAt = expiry();
      }
    },
    finish: (upload, call) => upload.finish(call, (error) => toProblem(error, 'upload-append', call.traceId)),
    cancel: end,
    sweep: async () => {
      const now = clock.now();
      const over = [...uploads.values()].filter((upload) => upload.expiresAt <= now && !upload.isBusy);
      await Promise.all(over.map(end));
      return over.length;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...uploads.values()].map(end));
    },
  };
};
