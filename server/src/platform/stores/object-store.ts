/** Where sealed objects lie: nothing in it can be read without a header, which lies elsewhere. */
import type { Readable } from 'node:stream';
import type { ByteRange } from '../sealing/open-payload.ts';

export interface StoredEntry {
  readonly id: string;
  /** Milliseconds since the Unix epoch. */
  readonly modifiedAt: number;
  /** Its length; `undefined` for what is half-written. */
  readonly bytes: number | undefined;
}

export interface ObjectStore {
  /**
   * Stores an object durably: all of it, or nothing.
   *
   * @param id a random UUID that was never used before.
   * @returns its length in bytes.
   */
  put(id: string, bytes: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<number>;
  /** The same with a file of this machine that nobody writes to any more; where the store lies on it as well. */
  putFile?(id: string, path: string): Promise<number>;
  /** Its bytes; the stream fails when there is no such object. */
  open(id: string, range: ByteRange): Readable;
  /** Whatever is left of an object, half-written parts included; nothing happens when there is none. */
  remove(id: string): Promise<void>;
  /** Everything there is, half-written objects included, in no order; for the search for orphans. */
  list(): AsyncIterable<StoredEntry>;
  /** Rejects when the store cannot be used now. */
  check(): Promise<void>;
}

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What has another name is none of ours. */
export const isObjectId = (name: string): boolean => FORM.test(name);
