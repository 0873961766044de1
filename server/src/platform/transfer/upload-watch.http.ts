/** Watches a body on its way in: a sender who leaves, stalls, trickles or takes for ever is given up. */
import type { Request, Response } from 'express';
import { ProblemError } from '#kernel/problem-error';
import { type UploadTimes, uploadTimes } from './upload-limits.ts';

/** @returns a signal that is aborted with a ProblemError when there is nothing to wait for any more. */
export const watchUpload = (
  request: Request,
  response: Response,
  { idleMs, deadlineMs, windowMs, minWindowBytes }: UploadTimes = uploadTimes,
): AbortSignal => {
  const left = new AbortController();
  const tooSlow = (): void => left.abort(new ProblemError('request/timeout'));
  const deadline = setTimeout(tooSlow, deadlineMs).unref();

  let seenBytes = request.socket.bytesRead;
  const pace = setInterval(() => {
    const bytes = request.socket.bytesRead;
    // A sender whom we keep waiting is not slow.
    if (bytes - seenBytes < minWindowBytes && !request.isPaused()) tooSlow();
    seenBytes = bytes;
  }, windowMs).unref();

  request.setTimeout(idleMs, tooSlow);
  request.once('end', () => {
    request.setTimeout(0);
    clearInterval(pace);
  });
  response.once('close', () => {
    clearTimeout(deadline);
    clearInterval(pace);
    if (response.writableFinished) return;
    left.abort(new ProblemError('request/malformed', { detail: 'the sender has left' }));
  });
  return left.signal;
};

/** Swallows the rest of a refused body for a while, so that the sender can read the answer; then hangs up. */
export const linger = (request: Request, { lingerMs }: UploadTimes = uploadTimes): void => {
  if (request.complete) return;
  request.unpipe();
  request.resume();
  const timer = setTimeout(() => request.socket.destroy(), lingerMs).unref();
  request.once('close', () => clearTimeout(timer));
};
