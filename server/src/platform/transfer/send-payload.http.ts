/** Sends the bytes of a sealed object as they are opened: ranges, validators, and headers under which nothing can act. */
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { ProblemError } from '#kernel/problem-error';
import type { ByteRange, OpenedPayload } from '../sealing/open-payload.ts';
import { parseRange } from './byte-range.ts';
import { contentDisposition } from './content-disposition.ts';
import { isRangeFresh, preconditionOf } from './preconditions.ts';

export interface PayloadToSend {
  readonly payload: OpenedPayload;
  readonly mediaType: string;
  /** A clean display name. */
  readonly name: string;
  readonly disposition: 'attachment' | 'inline';
  /** Without the quotes; the bytes under it never change. Absent: neither validators nor ranges. */
  readonly etag?: string;
  /** Pages of other sites may show it by its address, which is a secret. */
  readonly isEmbeddable?: boolean;
  /** Asked again and again while bytes are on their way; they end when it says no, or cannot say. */
  readonly isStillOpen?: () => Promise<boolean>;
}

const ASK_AGAIN_MS = 500;

const setHeaders = (response: Response, { mediaType, name, disposition, isEmbeddable }: PayloadToSend): void => {
  response.set({
    'Content-Type': mediaType,
    'Content-Disposition': contentDisposition(disposition, name),
    'Cache-Control': 'private, no-store',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    // Pages that may read it fetch it with a token under CORS, which this does not touch; nobody embeds it by address.
    'Cross-Origin-Resource-Policy': isEmbeddable ? 'cross-origin' : 'same-origin',
    'Referrer-Policy': 'no-referrer',
  });
};

/** A range is asked for with GET alone (RFC 9110 §14.2). */
const requestedRange = (request: Request, { payload }: PayloadToSend, tag: string): ReturnType<typeof parseRange> =>
  request.method === 'GET' && isRangeFresh(request.headers, tag)
    ? parseRange(request.headers.range, payload.bytes)
    : 'all';

/** Cuts the answer, and what waits on its way out, when the reader may not have it any more. */
const watch = (response: Response, isStillOpen: PayloadToSend['isStillOpen']): Disposable => {
  let isAsking = false;
  const cut = (): void => void response.socket?.resetAndDestroy();
  const ask = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    if ((await isStillOpen?.()) === false) cut();
    isAsking = false;
  };
  const timer = isStillOpen && setInterval(() => void ask().catch(cut), ASK_AGAIN_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
};

const sendBytes = async (
  response: Response,
  { payload, isStillOpen }: PayloadToSend,
  range: ByteRange,
): Promise<void> => {
  using _ = watch(response, isStillOpen);
  try {
    await pipeline(payload.read(range), response);
  } catch (error) {
    // The reader has left, or was cut off; whatever else went wrong cut the answer short, and the length tells the reader so.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
};

/**
 * Resolves when all was sent, or the reader has left.
 *
 * Throws `attachment/range-invalid` and `attachment/precondition-failed`.
 */
export const sendPayload = async (request: Request, response: Response, send: PayloadToSend): Promise<void> => {
  const { payload, etag } = send;
  let range: ReturnType<typeof parseRange> = 'all';
  if (etag !== undefined) {
    const tag = `"${etag}"`;
    const precondition = preconditionOf(request.headers, tag);
    if (precondition === 'failed') throw new ProblemError('attachment/precondition-failed');
    response.set({ ETag: tag, 'Accept-Ranges': 'bytes' });
    if (precondition === 'unchanged') {
      setHeaders(response, send);
      response.removeHeader('Content-Type');
      response.status(304).end();
      return;
    }
    range = requestedRange(request, send, tag);
  }
  if (range === 'outside') {
    response.set('Content-Range', `bytes */${payload.bytes}`);
    throw new ProblemError('attachment/range-invalid');
  }
  setHeaders(response, send);
  const { start, end } = range === 'all' ? { start: 0, end: payload.bytes - 1 } : range;
  response.status(range === 'all' ? 200 : 206).set('Content-Length', String(end - start + 1));
  if (range !== 'all') response.set('Content-Range', `bytes ${start}-${end}/${payload.bytes}`);
  if (request.method === 'HEAD') response.end();
  else await sendBytes(response, send, { start, end });
};
