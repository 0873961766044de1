/** Sends the export as it is made, no faster than the caller reads it. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { Principal } from '#kernel/principal';
import type { MeExport } from './me-export.ts';

export type MeExportHandler = (
  request: Request,
  response: Response,
  call: { readonly principal: Principal; readonly traceId: string },
) => Promise<void>;

/** Collects small pieces into some 64 kB: one write to the socket for many messages. */
async function* inChunks(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = '';
  for await (const piece of pieces) {
    chunk += piece;
    if (chunk.length < 65_536) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk) yield chunk;
}

/**
 * What fails before the first chunk is answered with a problem; afterwards the connection is broken off, so that nobody takes
 * a part for the whole. A caller who leaves ends the work.
 */
export const meExportHandler =
  (exportOf: MeExport): MeExportHandler =>
  async (_request, response, { principal, traceId }) => {
    const chunks = inChunks(exportOf(principal, traceId));
    const first = await chunks.next();
    response.status(200).set({
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': 'attachment; filename="senim-export.json"',
      'Cache-Control': 'no-store',
    });
    const all = async function* (): AsyncGenerator<string> {
      if (!first.done) yield first.value;
      yield* chunks;
    };
    await pipeline(Readable.from(all(), { objectMode: false }), response);
  };
