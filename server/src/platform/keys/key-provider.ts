/** Where key-encryption keys are kept: in files, or in a service that never gives them away. All pass one suite of tests. */
import { Fault } from '#kernel/fault';
import { ProblemError } from '#kernel/problem-error';

/** `master`: for data keys and attachments; `vault`: for identity documents. */
export type RingName = 'master' | 'vault';

/**
 * Throws `service/unavailable` when the service cannot be reached now, a Fault that says what to do when it refuses, and a
 * Fault when what is to be unwrapped was altered, moved to another context, or wrapped under another key.
 */
export interface KeyProvider {
  /** The ids of its keys begin with it, and a colon. */
  readonly kind: string;
  /** The id of the key to wrap under from now on. @param isRotation a file is made for it; elsewhere its keeper makes it. */
  newest(ring: RingName, isRotation: boolean): Promise<string>;
  wrap(keyId: string, key: Buffer, context: string): Promise<Buffer>;
  unwrap(keyId: string, wrapped: Buffer, context: string): Promise<Buffer>;
  /** From one of its keys to another, without the key that is wrapped leaving it; absent: by unwrapping and wrapping. */
  rewrap?(change: { readonly from: string; readonly to: string }, wrapped: Buffer, context: string): Promise<Buffer>;
  /** Drops what it remembers of a key that was retired. */
  forget?(keyId: string): void;
}

const RETRY_AFTER_MS = 2_000;

/** “Later”, with the cause for the log: without its keys the server neither reads nor keeps anything. */
export const keysUnavailable = (kind: string, cause: unknown): ProblemError =>
  new ProblemError(
    'service/unavailable',
    { detail: `unable to reach the keeper of keys (${kind}); it is down, try again`, retryAfterMs: RETRY_AFTER_MS },
    { cause },
  );

export const isUnavailable = (error: unknown): boolean =>
  error instanceof ProblemError && error.code === 'service/unavailable';

/** The provider of a key. Throws a Fault when the settings name none. */
export const providerOf = (providers: readonly KeyProvider[], keyId: string): KeyProvider => {
  const provider = providers.find(({ kind }) => keyId.startsWith(`${kind}:`));
  if (!provider)
    throw new Fault(`the key ${keyId} is still needed: keep the settings of its provider until it is retired`);
  return provider;
};
