/** Quarantine: bytes that nobody has looked at yet, counted and hashed while they are written, and sealed. */
import type { Readable } from 'node:stream';
import type { ByteRange } from '../sealing/open-payload.ts';

/** A file in quarantine; disposing removes it. */
export interface SpooledFile extends AsyncDisposable {
  readonly bytes: number;
  readonly sha256: Buffer;
  read(range?: ByteRange): Readable;
}

export interface Spool {
  /**
   * Takes bytes until their end, the cap or the signal. When it fails nothing stays behind.
   *
   * @returns `too-large` when there were more than `maxBytes`.
   */
  write(
    bytes: AsyncIterable<Uint8Array>,
    options: { readonly maxBytes: number; readonly signal?: AbortSignal },
  ): Promise<SpooledFile | 'too-large'>;
}
