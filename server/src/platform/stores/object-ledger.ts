/** The list of what lies in an object store, and the headers without which it cannot be read; kept apart from the store. */
import type { AttachmentVariant } from '@senim/contract/constants';

/** `quarantine`: as it came, of a file without a verdict; never served. */
export type ObjectVariant = AttachmentVariant | 'quarantine';

export interface NewObject {
  readonly id: string;
  /** The attachment or identity document it belongs to. */
  readonly ownerId: string;
  readonly variant: ObjectVariant;
  readonly header: Buffer;
  /** The key-encryption key of the header. */
  readonly keyId: string;
}

export interface KnownObject {
  readonly id: string;
  readonly header: Buffer;
  readonly keyId: string;
  /** Length of the sealed payload. */
  readonly bytes: number;
}

export interface ObjectLedger {
  /** Notes objects as pending, before their bytes are stored: what is in the store is always on the list. */
  announce(objects: readonly NewObject[]): Promise<void>;
  /** An object that was stored; `undefined` when there is none, or it is doomed. */
  find(ownerId: string, variant: ObjectVariant): Promise<KnownObject | undefined>;
  /** Dooms pending objects announced before a moment (milliseconds since the epoch): their upload broke off. */
  doomPendingBefore(moment: number): Promise<void>;
  /** Objects whose bytes are to be removed; of certain owners, or any. */
  doomed(limit: number, ownerIds?: readonly string[]): Promise<readonly string[]>;
  /** Strikes doomed objects off the list, once their bytes are gone. */
  strike(ids: readonly string[]): Promise<void>;
  /** Those of some ids that are not on the list. */
  unknown(ids: readonly string[]): Promise<readonly string[]>;
}
