/** Draws one page of a stored document for one look, in a media worker: its stored bytes never leave. */
import { Readable } from 'node:stream';
import { Fault } from '#kernel/fault';
import { ProblemError } from '#kernel/problem-error';
import type { MediaPool } from '#platform/media/media-pool';
import type { OpenedPayload } from '#platform/sealing/open-payload';
import type { SealedObjects } from '#platform/stores/sealed-objects';
import type { IdentityDocumentRecord } from './identity-document-repository.ts';

export interface LookPictureDeps {
  readonly objects: Pick<SealedObjects, 'open'>;
  readonly media: MediaPool;
}

/** Of what a picture within the worker's bounds can weigh. */
const MOST_BYTES = 32 * 1024 * 1024;

const collect = async (parts: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of parts) {
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new Fault('a picture for a look is too large');
    pieces.push(part);
  }
  return Buffer.concat(pieces);
};

/** @param page from 1 on. Throws `identity-document/not-found` when the document was destroyed meanwhile. */
export const drawForLook = async (
  { objects, media }: LookPictureDeps,
  { id, mediaType }: IdentityDocumentRecord,
  page: number,
  text: string,
): Promise<OpenedPayload> => {
  const stored = await objects.open(id, 'full');
  if (!stored) throw new ProblemError('identity-document/not-found');
  let picture: Buffer | undefined;
  const answer = await media.run({
    job: { kind: 'look', source: mediaType === 'application/pdf' ? 'pdf' : 'picture', page, text },
    input: stored.read(),
    inputBytes: stored.bytes,
    onOutput: async (_, bytes) => {
      picture = await collect(bytes);
    },
  });
  if (answer.outcome === 'refused' || !picture) throw new Fault('a stored identity document cannot be drawn');
  const drawn = picture;
  return { bytes: drawn.length, read: () => Readable.from([drawn]) };
};
