/** Seals small values (a text, a profile) with AES-256-GCM under a data key, bound to the place they belong to. */
import { type CipherKey, createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import { Fault } from './fault.ts';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + NONCE_BYTES;

/** Nonces are drawn from the CSPRNG in blocks: one system call for many messages. */
const noncePool = Buffer.allocUnsafe(NONCE_BYTES * 512);
let nonceOffset = noncePool.length;

/**
 * @param context where the value belongs, e.g. `message:⟨id⟩`: a value moved elsewhere does not open.
 * @returns version, nonce, ciphertext, tag. Random 96-bit nonces: at most 2^32 values under one key (SP 800-38D).
 */
export const seal = (key: CipherKey, value: string | Buffer, context: string): Buffer => {
  if (nonceOffset === noncePool.length) {
    randomFillSync(noncePool);
    nonceOffset = 0;
  }
  const nonce = noncePool.subarray(nonceOffset, nonceOffset + NONCE_BYTES);
  nonceOffset += NONCE_BYTES;
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(context));
  const plain = typeof value === 'string' ? Buffer.from(value) : value;
  const sealed = Buffer.allocUnsafe(HEADER_BYTES + plain.length + TAG_BYTES);
  sealed[0] = VERSION;
  nonce.copy(sealed, 1);
  cipher.update(plain).copy(sealed, HEADER_BYTES);
  cipher.final();
  cipher.getAuthTag().copy(sealed, HEADER_BYTES + plain.length);
  return sealed;
};

/** The reverse; throws a Fault when anything was altered, moved, or sealed under another key. */
export const unseal = (key: CipherKey, sealed: Buffer, context: string): Buffer => {
  if (sealed.length < HEADER_BYTES + TAG_BYTES || sealed[0] !== VERSION) throw new Fault('a sealed value is malformed');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, HEADER_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    const plain = decipher.update(sealed.subarray(HEADER_BYTES, sealed.length - TAG_BYTES));
    decipher.final();
    return plain;
  } catch (cause) {
    throw new Fault('a sealed value does not open', { cause });
  }
};
