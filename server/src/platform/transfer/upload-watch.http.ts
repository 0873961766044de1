/** Watches a body on its way in: a sender who leaves, stalls, trickles or takes for ever is given up. */
import type { Request, Response } from 'express';
import { ProblemError } from '#kernel/problem-error';
import { type UploadTimes, uploadTimes } from './upload-limits.ts';

const LOOK_EVERY_MS = 500;

/**
 * @param maxBytes of the whole body: a parser counts what is in the parts, not what is between them.
 * @returns a signal that is aborted with a ProblemError when there is nothing to wait for any more.
 */
export const watchUpload = (
  request: Request,
  response: Response,
  maxBytes: number,
  { idleMs, deadlineMs, windowMs, minWindowBytes }: UploadTimes = uploadTimes,
): AbortSignal => {
  const left = new AbortController();
  const tooSlow = (): void => left.abort(new ProblemError('request/timeout'));
  const deadline = setTimeout(tooSlow, deadlineMs).unref();

  const { socket } = request;
  const startBytes = socket.bytesRead;
  const size = setInterval(() => {
    if (socket.bytesRead - startBytes > maxBytes) left.abort(new ProblemError('attachment/too-large'));
  }, LOOK_EVERY_MS).unref();
  let seenBytes = startBytes;
  const pace = setInterval(() => {
    // A sender whom we keep waiting is not slow.
    if (socket.bytesRead - seenBytes < minWindowBytes && !request.isPaused()) tooSlow();
    seenBytes = socket.bytesRead;
  }, windowMs).unref();
  const stopLooking = (): void => {
    clearInterval(size);
    clearInterval(pace);
  };

  request.setTimeout(idleMs, tooSlow);
  request.once('end', () => {
    request.setTimeout(0);
    stopLooking();
  });
  response.once('close', () => {
    clearTimeout(deadline);
    stopLooking();
    if (response.writableFinished) return;
    left.abort(new ProblemError('request/malformed', { detail: 'the sender has left' }));
  });
  return left.signal;
};
