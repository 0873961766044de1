/** Wraps and unwraps data keys and file keys under key-encryption keys that never leave their provider. */
export interface WrappedKey {
  readonly wrapped: Buffer;
  /** The key-encryption key; kept beside what it wraps. */
  readonly keyId: string;
}

export interface KeyRing {
  /** Under the newest key. @param context what the key is for: bound in, so that a wrapped key moved elsewhere does not open. */
  wrap(key: Buffer, context: string): Promise<WrappedKey>;
  /** Under whichever key it was wrapped. */
  unwrap(wrapped: WrappedKey, context: string): Promise<Buffer>;
}
