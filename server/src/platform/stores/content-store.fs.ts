/** The object store in a folder: random names in 256 sub-folders, open to this process's user only. */
import { constants, createReadStream } from 'node:fs';
import { access, copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Fault } from '#kernel/fault';
import type { ByteRange } from '../sealing/open-payload.ts';
import { SEALED_CHUNK_BYTES } from '../sealing/payload-format.ts';
import { syncFolder } from '../sync-folder.fs.ts';
import { countedSource } from './counted-source.ts';
import { isObjectId, type ObjectStore, type StoredEntry } from './object-store.ts';

/** Gathered before the disk is asked. */
const WRITE_BYTES = 4 * SEALED_CHUNK_BYTES;
const PARTIAL = '.partial';

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

class FolderContentStore implements ObjectStore {
  readonly #root: string;
  readonly #madeFolders = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  /** The last digits of a UUID are random in every version of it. */
  #folder(id: string): string {
    if (!isObjectId(id)) throw new Fault('an object id is not a UUID');
    return join(this.#root, id.slice(-2));
  }

  async #ensureFolder(path: string): Promise<void> {
    if (this.#madeFolders.has(path)) return;
    await mkdir(path, { recursive: true, mode: 0o700 });
    await syncFolder(this.#root);
    this.#madeFolders.add(path);
  }

  async putFile(id: string, path: string): Promise<number> {
    const folder = this.#folder(id);
    await this.#ensureFolder(folder);
    const partial = join(folder, id + PARTIAL);
    try {
      // A second name for the same bytes costs nothing; another disk, or one without links, gets a copy.
      await link(path, partial).catch(() => copyFile(path, partial, constants.COPYFILE_EXCL));
      const handle = await open(partial, 'r+');
      try {
        await handle.sync();
        const { size } = await handle.stat();
        await rename(partial, join(folder, id));
        await syncFolder(folder);
        return size;
      } finally {
        await handle.close();
      }
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  }

  async put(id: string, bytes: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<number> {
    const folder = this.#folder(id);
    await this.#ensureFolder(folder);
    const partial = join(folder, id + PARTIAL);
    try {
      // Opened first: a stream opens its file by itself, if need be after what broke off was tidied away.
      // `wx`: an object is never overwritten; `flush`: on the disk before it gets its name.
      const handle = await open(partial, 'wx', 0o600);
      const file = handle.createWriteStream({ flush: true, highWaterMark: WRITE_BYTES });
      await pipeline(countedSource(bytes, signal).stream, file);
      await rename(partial, join(folder, id));
      await syncFolder(folder);
      return file.bytesWritten;
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  }

  open(id: string, range: ByteRange): Readable {
    return Readable.from(this.#read(join(this.#folder(id), id), range), { objectMode: false });
  }

  async *#read(path: string, { start, end }: ByteRange): AsyncGenerator<Uint8Array> {
    try {
      yield* createReadStream(path, { start, end, highWaterMark: SEALED_CHUNK_BYTES });
    } catch (error) {
      throw isMissing(error) ? new Fault('there is no such object in the folder', { cause: error }) : error;
    }
  }

  async remove(id: string): Promise<void> {
    const folder = this.#folder(id);
    await rm(join(folder, id + PARTIAL), { force: true });
    await rm(join(folder, id), { force: true });
    await syncFolder(folder).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
  }

  async check(): Promise<void> {
    await access(this.#root, constants.R_OK | constants.W_OK);
  }

  async *list(): AsyncIterable<StoredEntry> {
    for (const folder of await readdir(this.#root)) {
      for (const name of await readdir(join(this.#root, folder))) {
        const id = name.endsWith(PARTIAL) ? name.slice(0, -PARTIAL.length) : name;
        if (!isObjectId(id)) continue;
        try {
          const { size, mtimeMs } = await stat(join(this.#root, folder, name));
          yield { id, modifiedAt: mtimeMs, bytes: name === id ? size : undefined };
        } catch (error) {
          // It was removed or got its name in the meantime.
          if (!isMissing(error)) throw error;
        }
      }
    }
  }
}

/** @param root a folder of the store's own; made when it is missing. */
export const openFolderStore = async (root: string): Promise<ObjectStore> => {
  await mkdir(root, { recursive: true, mode: 0o700 });
  return new FolderContentStore(root);
};
