/** Time-ordered ids (UUIDv7, RFC 9562) and their bounds. */
import { randomBytes, randomFillSync } from 'node:crypto';

const POOL_SIZE = 16 * 256;
const pool = Buffer.allocUnsafe(POOL_SIZE);
let used = POOL_SIZE;

const format = (bytes: Buffer): string => {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/** A new id; ids made later sort later, to the millisecond. */
export const newId = (now: number): string => {
  if (used === POOL_SIZE) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = pool.subarray(used, used + 16);
  used += 16;
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return format(bytes);
};

/** The smallest id of a moment: everything made before it sorts below. */
export const firstIdAt = (moment: number): string => {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(moment, 0, 6);
  bytes[6] = 0x70;
  bytes[8] = 0x80;
  return format(bytes);
};

/** Random and unguessable, for secrets and capability links: 128 bits (ASVS 11.5.1). */
export const newSecret = (): string => randomBytes(16).toString('base64url');
