/** The payload of the age v1 format: a nonce, then chunks of 64 KiB, each with its tag (https://age-encryption.org/v1). */
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { Fault } from '#kernel/fault';

export const FILE_KEY_BYTES = 16;
export const NONCE_BYTES = 16;
export const CHUNK_BYTES = 64 * 1024;
export const TAG_BYTES = 16;
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;

const ALGORITHM = 'chacha20-poly1305';

export const derivePayloadKey = (fileKey: Uint8Array, nonce: Uint8Array): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', fileKey, nonce, 'payload', 32)));

/** The number of chunks that carry so many bytes; nothing is carried by one empty chunk. */
const chunksFor = (bytes: number, chunkBytes: number): number => Math.max(1, Math.ceil(bytes / chunkBytes));

/** Length of a sealed payload in bytes, its nonce included. */
export const sealedLength = (plainBytes: number): number =>
  NONCE_BYTES + plainBytes + TAG_BYTES * chunksFor(plainBytes, CHUNK_BYTES);

export interface PayloadShape {
  readonly plainBytes: number;
  readonly chunks: number;
}

/** The reverse; throws a Fault when no payload has this length. */
export const payloadShape = (sealedBytes: number): PayloadShape => {
  const body = sealedBytes - NONCE_BYTES;
  const chunks = chunksFor(body, SEALED_CHUNK_BYTES);
  const plainBytes = body - chunks * TAG_BYTES;
  // An empty last chunk is allowed only when it is the first.
  if (plainBytes < 0 || (chunks > 1 && plainBytes <= (chunks - 1) * CHUNK_BYTES)) {
    throw new Fault('a sealed payload has an impossible length');
  }
  return { plainBytes, chunks };
};

/** 11 bytes of counter, then a byte that says whether the chunk is the last: no chunk can be moved, no end cut off. */
const chunkNonce = (index: number, isLast: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
};

/** @param plain the chunk's bytes, in pieces. @returns the sealed chunk in pieces: nothing is copied on the way. */
export const sealChunk = (key: KeyObject, plain: readonly Uint8Array[], index: number, isLast: boolean): Buffer[] => {
  const cipher = createCipheriv(ALGORITHM, key, chunkNonce(index, isLast), { authTagLength: TAG_BYTES });
  const sealed = plain.map((piece) => cipher.update(piece));
  cipher.final();
  return [...sealed, cipher.getAuthTag()];
};

/** The chunk's bytes once its tag is verified; throws a Fault when anything about it was altered or moved. */
export const openChunk = (key: KeyObject, sealed: Buffer, index: number, isLast: boolean): Buffer => {
  const decipher = createDecipheriv(ALGORITHM, key, chunkNonce(index, isLast), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    const plain = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
    decipher.final();
    return plain;
  } catch (cause) {
    throw new Fault('a sealed payload does not open', { cause });
  }
};
