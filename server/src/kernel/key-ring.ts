/** Wraps and unwraps data keys and file keys under a master key that never leaves its provider. */
export interface KeyRing {
  /** @param context what the key is for: bound in, so that a wrapped key moved elsewhere does not open. */
  wrap(key: Buffer, context: string): Promise<Buffer>;
  unwrap(wrapped: Buffer, context: string): Promise<Buffer>;
}
