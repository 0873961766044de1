/** One request of the tus protocol: the library speaks it, the session does what it means. */
import type { IncomingMessage } from 'node:http';
import { DataStore, Server, Upload } from '@tus/server';
import type { Request, Response } from 'express';
import { ProblemError } from '#kernel/problem-error';
import type { UploadTimes } from '../upload-limits.ts';
import { watchUpload } from '../upload-watch.http.ts';
import { toTusProblem } from './tus-problems.http.ts';
import type { UploadLocker } from './upload-locker.ts';

export interface TusUpload {
  readonly id: string;
  readonly offset: number;
  readonly length: number;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** What one caller may do; each throws a ProblemError. */
export interface TusSession {
  begin(metadata: Readonly<Record<string, string | null>>, length: number): Promise<TusUpload>;
  /** Once nothing is written to it any more. */
  find(id: string): Promise<TusUpload>;
  append(id: string, bytes: AsyncIterable<Uint8Array>): Promise<TusUpload>;
  /** @returns what is sent as JSON. */
  finish(id: string): Promise<object>;
  cancel(id: string): Promise<void>;
}

export interface TusOptions {
  readonly path: string;
  readonly expirySeconds: number;
  readonly locker: UploadLocker;
  readonly times?: UploadTimes;
}

export const TUS_VERSION = '1.0.0';
export const TUS_EXTENSIONS = ['creation', 'creation-with-upload', 'termination', 'expiration'];
const BODY_TYPE = 'application/offset+octet-stream';
/** Read ahead of what the spool has taken. */
const READ_AHEAD_BYTES = 256 * 1024;
/** A request that is asked to make room for a newer one keeps what has come, and stops. */
const DRAIN_MS = 50;
/** What the library says beside these is the gateway's to say. */
const ANSWERED = ['tus-resumable', 'upload-offset', 'upload-length', 'location', 'content-type'];

class SessionStore extends DataStore {
  override extensions = TUS_EXTENSIONS;
  readonly #session: TusSession;
  readonly #lifetimeMs: number;
  /** The last that is known of the upload. */
  known: TusUpload | undefined;

  constructor(session: TusSession, { expirySeconds }: TusOptions) {
    super();
    this.#session = session;
    this.#lifetimeMs = expirySeconds * 1_000;
  }

  override async getUpload(id: string): Promise<Upload> {
    const { offset, length, expiresAt } = await this.#find(id);
    // The library counts from the creation, we count from the last byte.
    const creation_date = new Date(expiresAt - this.#lifetimeMs).toISOString();
    return new Upload({ id, size: length, offset, creation_date });
  }

  override async write(bytes: AsyncIterable<Uint8Array>, id: string): Promise<number> {
    this.known = await this.#session.append(id, bytes);
    return this.known.offset;
  }

  override remove(id: string): Promise<void> {
    return this.#session.cancel(id);
  }

  override getExpiration(): number {
    return this.#lifetimeMs;
  }

  async #find(id: string): Promise<TusUpload> {
    this.known = await this.#session.find(id);
    return this.known;
  }
}

/** Events instead of an iterator, so that whatever is left of the body can be swallowed by somebody else. */
const bodyOf = (request: IncomingMessage, signal: AbortSignal): ReadableStream<Uint8Array> =>
  new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const fail = (error: unknown): void => {
          request.off('data', take);
          controller.error(error);
        };
        const take = (part: Buffer): void => {
          controller.enqueue(part);
          if ((controller.desiredSize ?? 0) <= 0) request.pause();
        };
        request.on('data', take);
        request.once('end', () => controller.close());
        request.once('error', fail);
        signal.addEventListener('abort', () => fail(signal.reason), { once: true });
      },
      pull: () => void request.resume(),
    },
    { highWaterMark: READ_AHEAD_BYTES, size: (part) => part?.length ?? 0 },
  );

const toWebRequest = (request: Request, path: string, body: ReadableStream<Uint8Array> | null): globalThis.Request => {
  const headers = new Headers();
  for (const name of ['tus-resumable', 'upload-offset', 'upload-length', 'upload-metadata', 'content-length']) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  if (body) headers.set('content-type', BODY_TYPE);
  return new globalThis.Request(`http://localhost${path}`, {
    method: request.method,
    headers,
    body,
    duplex: 'half',
  } as RequestInit);
};

/** Throws a ProblemError for what is refused; what has come until then is kept. */
export const exchangeTus = async (
  request: Request,
  response: Response,
  session: TusSession,
  options: TusOptions,
): Promise<void> => {
  const { path, locker, times } = options;
  response.set('Tus-Resumable', TUS_VERSION);
  if (request.headers['tus-resumable'] !== TUS_VERSION) {
    response.set('Tus-Version', TUS_VERSION);
    throw new ProblemError('upload/version-unsupported');
  }
  const id = request.params['id'] as string | undefined;
  // The library holds the body to the length of the upload.
  const signal = watchUpload(request, response, Number.POSITIVE_INFINITY, times);
  const store = new SessionStore(session, options);
  let begun: TusUpload | undefined;
  let failure: { readonly error: unknown } | undefined;
  const server = new Server({
    path,
    datastore: store,
    locker,
    relativeLocation: true,
    lockDrainTimeout: DRAIN_MS,
    getFileIdFromRequest: () => id,
    namingFunction: async (incoming, metadata) => {
      begun = await session.begin(metadata ?? {}, Number(incoming.headers.get('upload-length')));
      return begun.id;
    },
    onUploadFinish: async (_incoming, upload) => ({
      status_code: id === undefined ? 201 : 200,
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      body: JSON.stringify(await session.finish(upload.id)),
    }),
    onResponseError: (_incoming, error) => {
      failure = { error };
      return undefined;
    },
  });

  const hasBody = request.method === 'PATCH' || (request.method === 'POST' && request.is(BODY_TYPE) !== false);
  try {
    const answer = await server.handleWeb(
      toWebRequest(request, id ? `${path}/${id}` : path, hasBody ? bodyOf(request, signal) : null),
    );
    if (failure) throw signal.aborted ? signal.reason : toTusProblem(failure.error);
    if (answer.status >= 400) throw toTusProblem({ status_code: answer.status });
    for (const name of ANSWERED) {
      const value = answer.headers.get(name);
      if (value !== null) response.set(name, value);
    }
    if (store.known && store.known.offset < store.known.length) {
      response.set('Upload-Expires', new Date(store.known.expiresAt).toUTCString());
    }
    const text = await answer.text();
    response
      .status(answer.status)
      .set('Cache-Control', 'no-store')
      .send(text === '' ? undefined : text);
  } catch (error) {
    // Nobody knows where it is.
    if (begun) await session.cancel(begun.id);
    throw error;
  }
};
