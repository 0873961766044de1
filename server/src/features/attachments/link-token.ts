/** The token in a link: for whom, what and until when; sealed, so that it can be neither read nor changed. */
import type { CipherKey } from 'node:crypto';
import { Fault } from '#kernel/fault';
import { seal, unseal } from '#kernel/seal';

export interface LinkClaims {
  readonly principalId: string;
  readonly attachmentId: string;
  readonly variant: 'full' | 'thumbnail';
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

const CONTEXT = 'attachment-link';
const UUID_BYTES = 16;
/** Two ids, a variant, a time. */
const CLAIM_BYTES = 2 * UUID_BYTES + 1 + 6;

const toBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');
const toUuid = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

export const sealLink = (key: CipherKey, { principalId, attachmentId, variant, expiresAt }: LinkClaims): string => {
  const claims = Buffer.alloc(CLAIM_BYTES);
  toBytes(principalId).copy(claims);
  toBytes(attachmentId).copy(claims, UUID_BYTES);
  claims[2 * UUID_BYTES] = variant === 'full' ? 0 : 1;
  claims.writeUIntBE(expiresAt, 2 * UUID_BYTES + 1, 6);
  return seal(key, claims, CONTEXT).toString('base64url');
};

/** @returns undefined when it is not one of ours, was altered, or has ended. */
export const openLink = (key: CipherKey, token: string, now: number): LinkClaims | undefined => {
  const sealed = Buffer.from(token, 'base64url');
  // One token has one spelling.
  if (sealed.toString('base64url') !== token) return undefined;
  try {
    const claims = unseal(key, sealed, CONTEXT);
    const expiresAt = claims.readUIntBE(2 * UUID_BYTES + 1, 6);
    if (expiresAt <= now) return undefined;
    return {
      principalId: toUuid(claims.subarray(0, UUID_BYTES)),
      attachmentId: toUuid(claims.subarray(UUID_BYTES, 2 * UUID_BYTES)),
      variant: claims[2 * UUID_BYTES] === 0 ? 'full' : 'thumbnail',
      expiresAt,
    };
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
};
