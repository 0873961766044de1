/** A place for each upload, held from before its first byte until it is settled or given back. */

export interface PlaceWish {
  /** Of the attachment or identity document it becomes. */
  readonly id: string;
  readonly ownerId: string;
  readonly conversationId: string;
  /** A kind of attachment, or a type of identity document. */
  readonly becomes: string;
  /** The most that may come. */
  readonly bytes: number;
  /** Drawn by the sender: under one key one upload is carried out. */
  readonly idempotencyKey?: string | undefined;
}

/** Disposing gives it back, unless it was settled. */
export interface HeldPlace extends AsyncDisposable {
  readonly kind: 'held';
  readonly id: string;
}

/** The same was asked before under the same key, and carried out. */
export interface RepeatedPlace {
  readonly kind: 'repeated';
  readonly id: string;
  readonly contentMark: Buffer | undefined;
}

export interface UploadPlaces extends AsyncDisposable {
  /**
   * Throws `attachment/quota-exceeded`, `upload/too-many`, `request/in-progress` and `request/key-reused`.
   */
  hold(wish: PlaceWish): Promise<HeldPlace | RepeatedPlace>;
  /** Of the bytes of a file, by their SHA-256: tells whether two are the same, to nobody but this server. */
  markOf(sha256: Buffer): Buffer;
  /** Removes what no quota and no key needs any more. @returns how many. */
  sweep(): Promise<number>;
}

/** What one person, and all people in one conversation, may upload within a day. */
export interface UploadQuotas {
  readonly person: Quota;
  readonly conversation: Quota;
  /** Uploads of one person that are under way. */
  readonly atOncePerPerson: number;
}

export interface Quota {
  readonly bytes: number;
  readonly files: number;
}

export const QUOTA_WINDOW_MS = 24 * 3_600_000;
