/** Sends the bytes of a sealed object as they are opened: ranges, validators, and headers under which nothing can act. */
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { ProblemError } from '#kernel/problem-error';
import type { OpenedPayload } from '../sealing/open-payload.ts';
import { parseRange } from './byte-range.ts';
import { contentDisposition } from './content-disposition.ts';

export interface PayloadToSend {
  readonly payload: OpenedPayload;
  readonly mediaType: string;
  /** A clean display name. */
  readonly name: string;
  readonly disposition: 'attachment' | 'inline';
  /** Without the quotes; the bytes under it never change. Absent: neither validators nor ranges. */
  readonly etag?: string;
}

const setHeaders = (response: Response, { mediaType, name, disposition }: PayloadToSend): void => {
  response.set({
    'Content-Type': mediaType,
    'Content-Disposition': contentDisposition(disposition, name),
    'Cache-Control': 'private, no-store',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    // Pages that may read it fetch it with a token under CORS, which this does not touch; nobody embeds it by address.
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
  });
};

const isKnown = (request: Request, etag: string): boolean => {
  const known = request.headers['if-none-match'];
  return known === '*' || (known?.split(',') ?? []).some((tag) => tag.trim().replace(/^W\//, '') === `"${etag}"`);
};

const requestedRange = (request: Request, { payload, etag }: PayloadToSend): ReturnType<typeof parseRange> => {
  const condition = request.headers['if-range'];
  if (etag === undefined || (condition !== undefined && condition !== `"${etag}"`)) return 'all';
  return parseRange(request.headers.range, payload.bytes);
};

/** Resolves when all was sent, or the reader has left. Throws `attachment/range-invalid`. */
export const sendPayload = async (request: Request, response: Response, send: PayloadToSend): Promise<void> => {
  const { payload, etag } = send;
  const range = requestedRange(request, send);
  if (range === 'outside') {
    response.set('Content-Range', `bytes */${payload.bytes}`);
    throw new ProblemError('attachment/range-invalid');
  }
  setHeaders(response, send);
  if (etag !== undefined) {
    response.set({ ETag: `"${etag}"`, 'Accept-Ranges': 'bytes' });
    if (isKnown(request, etag)) {
      response.removeHeader('Content-Type');
      response.status(304).end();
      return;
    }
  }
  const { start, end } = range === 'all' ? { start: 0, end: payload.bytes - 1 } : range;
  response.status(range === 'all' ? 200 : 206).set('Content-Length', String(end - start + 1));
  if (range !== 'all') response.set('Content-Range', `bytes ${start}-${end}/${payload.bytes}`);
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  try {
    await pipeline(payload.read({ start, end }), response);
  } catch (error) {
    // The reader has left; whatever else went wrong cut the answer short, and the length tells the reader so.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
};
