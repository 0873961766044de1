/** Quarantine: bytes that nobody has looked at yet, counted and hashed while they are written, and sealed. */
import type { Readable } from 'node:stream';
import type { ByteRange } from '../sealing/open-payload.ts';

/** A file in quarantine; disposing removes it. */
export interface SpooledFile extends AsyncDisposable {
  readonly bytes: number;
  readonly sha256: Buffer;
  read(range?: ByteRange): Readable;
  /** Absent where it does not lie sealed. */
  readonly sealed?: SealedFile;
}

/** A whole payload as it lies in quarantine: it can be stored as it is, under a header for its key. */
export interface SealedFile {
  readonly fileKey: Uint8Array;
  /** On this machine. */
  readonly path: string;
  read(): Readable;
}

/** A file that comes bit by bit; disposing removes it. Its key lies in memory alone: it does not outlive the process. */
export interface SpoolDraft extends AsyncDisposable {
  /** How many have come so far. */
  readonly bytes: number;
  /**
   * Takes bytes until their end or the signal; what came before they broke off is kept.
   *
   * @returns `too-large`, without the last of them, when there were more than `maxBytes` in all.
   */
  append(bytes: AsyncIterable<Uint8Array>, options: TakeOptions): Promise<'taken' | 'too-large'>;
  /** Nothing can be appended any more; disposing either of the two removes the file. */
  finish(): Promise<SpooledFile>;
}

export interface TakeOptions {
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
  /** Looks at what has been counted, before it is sealed; a spool need not show everything. */
  readonly onPart?: OnPart | undefined;
}

export type OnPart = (bytes: Uint8Array) => void;

export interface Spool {
  /**
   * Takes bytes until their end, the cap or the signal. When it fails nothing stays behind.
   *
   * Throws `service/unavailable` when quarantine is full.
   *
   * @returns `too-large` when there were more than `maxBytes`.
   */
  write(bytes: AsyncIterable<Uint8Array>, options: TakeOptions): Promise<SpooledFile | 'too-large'>;
  /** A file that comes bit by bit. */
  begin(): Promise<SpoolDraft>;
}
