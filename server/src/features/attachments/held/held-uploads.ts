/** Uploads without a verdict about malware, as they are kept until there is one. */
import type { RejectionReason } from '@senim/contract/constants';
import type { Principal } from '#kernel/principal';
import type { AttachmentRecord } from '../attachment-record.ts';

export interface HeldUpload {
  readonly id: string;
  /** Of the bytes that came in. */
  readonly mediaType: string;
  readonly bytes: number;
  readonly detailsSealed: Buffer;
  readonly keyId: string;
  /** What came, for the quotas and for repetitions. */
  readonly place: { readonly bytes: number; readonly contentMark: Buffer };
  /** In quarantine; with the length of its sealed payload. */
  readonly object: { readonly id: string; readonly bytes: number };
}

/** One that this node is to check now. */
export interface DueUpload {
  readonly record: AttachmentRecord;
  readonly owner: Principal;
  /** Absent when it is erased. */
  readonly conversationKind: 'support' | 'direct' | undefined;
  readonly heldMs: number;
}

export interface HeldUploads {
  /** @returns false, and changes nothing, when the reservation, its place, the object or the key is gone. */
  hold(upload: HeldUpload, checkAfterMs: number): Promise<boolean>;
  /**
   * One that is due or has been held for longer than `giveUpAfterMs`; no other node gets it before the lease is over.
   *
   * @param options.onlyOverdue none but the latter: there is no scanner to ask.
   */
  take(options: TakeOptions): Promise<DueUpload | undefined>;
  /** It is still being checked. */
  extend(id: string, leaseMs: number): Promise<void>;
  /** It was not settled: due again after a while. */
  putBack(id: string, checkAfterMs: number): Promise<void>;
  /** All are due now, but those that were tried several times. */
  wake(): Promise<void>;
  /** Dooms what an attempt that broke off has made; what lies in quarantine stays. */
  dropOutputs(id: string): Promise<void>;
  /** It is not taken, and dooms all its bytes. @returns undefined when it is not held any more. */
  reject(id: string, reason: RejectionReason): Promise<AttachmentRecord | undefined>;
  count(): Promise<number>;
}

export interface TakeOptions {
  readonly leaseMs: number;
  readonly giveUpAfterMs: number;
  readonly onlyOverdue: boolean;
}
