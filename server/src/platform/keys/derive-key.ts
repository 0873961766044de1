/** Keys for one purpose each, derived from a secret (HKDF, RFC 5869), and keyed hashes of identifiers. */
import { createHmac, hkdfSync } from 'node:crypto';

export const deriveKey = (secret: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `senim ${purpose}`, 32));

/** Finds a row by an identifier that must not be readable in the database. */
export const blindIndex = (key: Buffer, value: string): Buffer => createHmac('sha256', key).update(value).digest();
