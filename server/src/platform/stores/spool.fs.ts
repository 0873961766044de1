/** The spool in a folder, sealed under keys that only this process's memory holds: after a crash nobody can read it. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPayload } from '../sealing/open-payload.ts';
import { FILE_KEY_BYTES, SEALED_CHUNK_BYTES, sealedLength } from '../sealing/payload-format.ts';
import { sealPayload } from '../sealing/seal-payload.ts';
import type { Spool, SpooledFile } from './spool.ts';
import { claimSpoolFolder } from './spool-folders.fs.ts';

/** Gathered before the disk is asked. */
const WRITE_BYTES = 4 * SEALED_CHUNK_BYTES;

class TooManyBytes extends Error {}

/** @param root shared by the processes on one disk; each has a folder of its own, removed when it is disposed. */
export const openFolderSpool = async (root: string): Promise<Spool & AsyncDisposable> => {
  const folder = await claimSpoolFolder(root);

  const write: Spool['write'] = async (source, { maxBytes, signal }) => {
    const path = join(folder.path, randomUUID());
    const fileKey = randomBytes(FILE_KEY_BYTES);
    const hash = createHash('sha256');
    let bytes = 0;
    const counted = async function* (parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const part of parts) {
        bytes += part.length;
        if (bytes > maxBytes) throw new TooManyBytes();
        hash.update(part);
        yield part;
      }
    };
    try {
      // Opened first: a stream opens its file by itself, if need be after what broke off was tidied away.
      const handle = await open(path, 'wx', 0o600);
      const file = handle.createWriteStream({ highWaterMark: WRITE_BYTES });
      await pipeline(source, counted, sealPayload(fileKey), file, signal ? { signal } : {});
      return await openSpooled(path, fileKey, bytes, hash.digest());
    } catch (error) {
      await rm(path, { force: true });
      if (error instanceof TooManyBytes) return 'too-large';
      throw error;
    }
  };
  return { write, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
};

const openSpooled = async (path: string, fileKey: Buffer, bytes: number, sha256: Buffer): Promise<SpooledFile> => {
  const source = {
    bytes: sealedLength(bytes),
    read: (range: object) => createReadStream(path, { ...range, highWaterMark: SEALED_CHUNK_BYTES }),
  };
  const payload = await openPayload(source, fileKey);
  return {
    bytes,
    sha256,
    read: (range) => payload.read(range),
    [Symbol.asyncDispose]: () => rm(path, { force: true }),
  };
};
