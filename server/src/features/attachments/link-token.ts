/** The token in a link: for whom, what and until when; sealed, so that it can be neither read nor changed. */
import type { CipherKey } from 'node:crypto';
import { type AttachmentVariant, attachmentVariants } from '@senim/contract/constants';
import { Fault } from '#kernel/fault';
import { seal, unseal } from '#kernel/seal';

export interface LinkClaims {
  readonly principalId: string;
  readonly attachmentId: string;
  readonly variant: AttachmentVariant;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

const CONTEXT = 'attachment-link';
const UUID_BYTES = 16;
/** Two ids and a time; the variant's name follows them. */
const TIME_BYTES = 6;
const CLAIM_BYTES = 2 * UUID_BYTES + TIME_BYTES;

const toBytes = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');
const toUuid = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

export const sealLink = (key: CipherKey, { principalId, attachmentId, variant, expiresAt }: LinkClaims): string => {
  const claims = Buffer.alloc(CLAIM_BYTES);
  toBytes(principalId).copy(claims);
  toBytes(attachmentId).copy(claims, UUID_BYTES);
  claims.writeUIntBE(expiresAt, 2 * UUID_BYTES, TIME_BYTES);
  return seal(key, Buffer.concat([claims, Buffer.from(variant)]), CONTEXT).toString('base64url');
};

/** @returns undefined when it is not one of ours, was altered, or has ended. */
export const openLink = (key: CipherKey, token: string, now: number): LinkClaims | undefined => {
  const sealed = Buffer.from(token, 'base64url');
  // One token has one spelling.
  if (sealed.toString('base64url') !== token) return undefined;
  try {
    const claims = unseal(key, sealed, CONTEXT);
    const expiresAt = claims.readUIntBE(2 * UUID_BYTES, TIME_BYTES);
    const name = claims.toString('latin1', CLAIM_BYTES);
    const variant = attachmentVariants.find((known) => known === name);
    if (expiresAt <= now || !variant) return undefined;
    return {
      principalId: toUuid(claims.subarray(0, UUID_BYTES)),
      attachmentId: toUuid(claims.subarray(UUID_BYTES, 2 * UUID_BYTES)),
      variant,
      expiresAt,
    };
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
};
