/** Answers a sender who is still sending: the answer first, then the rest is thrown away for a while, and then we hang up. */
import { limits } from '@senim/contract/constants';
import type { Request, Response } from 'express';

export interface DiscardBounds {
  /** On the wire, counted from the answer on. */
  readonly mostBytes: number;
  readonly mostMs: number;
}

export const discardBounds: DiscardBounds = {
  // Whoever sends a file that would be allowed reads the answer at the end of it; a little for what is around the file.
  mostBytes: limits.fileBytes + 1024 * 1024,
  // Time for an answer to cross the slowest network and for a sender to take notice. No slow sender is heard out.
  mostMs: 15_000,
};

/**
 * A connection that is closed while bytes are still coming is reset, and a reset takes the answer with it: the sender sees
 * a broken connection. So all of the answer goes out, and the connection ends when the body has.
 */
export const answerAndDiscard = (
  request: Request,
  response: Response,
  answer: string,
  { mostBytes, mostMs }: DiscardBounds = discardBounds,
): void => {
  const { socket } = request;
  const startBytes = socket.bytesRead;
  // Whoever read the body has let go of it or is deaf by now.
  request.unpipe();
  request.removeAllListeners('data').removeAllListeners('readable');

  const hangUp = (): void => void socket.destroy();
  const timer = setTimeout(hangUp, mostMs).unref();
  response.once('close', () => clearTimeout(timer));
  request.once('end', () => response.end()).once('error', hangUp);
  request.on('data', () => {
    if (socket.bytesRead - startBytes > mostBytes) hangUp();
  });
  request.resume();

  // Who reads this stops sending.
  response.set('Connection', 'close').set('Content-Length', String(Buffer.byteLength(answer)));
  response.write(answer);
};
