/** Puts 100 MB into a store and reads them back; prints whether they are the same, and the most memory that took. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { s3Client } from '../../../../../server/src/platform/s3/client.s3.ts';
import type { S3Options } from '../../../../../server/src/platform/s3/s3-options.ts';
import { openFolderStore } from '../../../../../server/src/platform/stores/content-store.fs.ts';
import { openBucketStore } from '../../../../../server/src/platform/stores/content-store.s3.ts';

const BYTES = 100_000_000;
const PIECE_BYTES = 62_500;

const description = (await json(process.stdin)) as { folder: string } | S3Options;
const store =
  'folder' in description
    ? await openFolderStore(description.folder)
    : openBucketStore(s3Client(description), description);

/** Made once, so that what is measured is the store's memory. */
const noise = randomBytes(PIECE_BYTES + 256);
const piecesOf = function* (bytes: number): Generator<Buffer> {
  for (let at = 0; at < bytes; at += PIECE_BYTES) yield noise.subarray(at % 251, (at % 251) + PIECE_BYTES);
};
const peakMegabytes = (): number => process.resourceUsage().maxRSS / 1_024;

/** @returns whether the bytes came back as they were. */
const move = async (bytes: number): Promise<boolean> => {
  const [id, put, got] = [randomUUID(), createHash('sha256'), createHash('sha256')];
  for (const piece of piecesOf(bytes)) put.update(piece);
  await store.put(id, Readable.from(piecesOf(bytes), { objectMode: false }));
  for await (const part of store.open(id, { start: 0, end: bytes - 1 })) got.update(part as Buffer);
  await store.remove(id);
  return put.digest('hex') === got.digest('hex');
};

// What parts and a lazy collector need, however big the object is, is there after a fifth of it.
await move(BYTES / 5);
const before = peakMegabytes();
const isSame = await move(BYTES);
process.stdout.write(JSON.stringify({ isSame, grownMegabytes: Math.round(peakMegabytes() - before) }));
process.exit();
