/** What a failed request to an S3 server means to us. Servers differ in their codes, so few are told apart. */
import { Fault } from '#kernel/fault';
import { ProblemError } from '#kernel/problem-error';

const RETRY_AFTER_MS = 2_000;

interface Failure {
  readonly name?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

export const statusOf = (error: unknown): number | undefined => (error as Failure).$metadata?.httpStatusCode;

/** The object is not there; the bucket is. */
export const isMissing = (error: unknown): boolean => {
  const { name } = error as Failure;
  // The answer to HEAD has no body that could name the cause.
  return name === 'NoSuchKey' || (statusOf(error) === 404 && name !== 'NoSuchBucket');
};

/** “Later”, with the cause for the log; our own errors stay what they are. */
export const unavailable = (cause: unknown): Error =>
  cause instanceof Fault || cause instanceof ProblemError
    ? cause
    : new ProblemError(
        'service/unavailable',
        { detail: 'unable to reach the store of files; it is down, try again', retryAfterMs: RETRY_AFTER_MS },
        { cause },
      );
