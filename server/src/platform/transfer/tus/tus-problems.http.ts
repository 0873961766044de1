/** What the tus library refuses with, in the words of the catalogue. */
import { ERRORS } from '@tus/utils';
import { ProblemError } from '#kernel/problem-error';

const codes = new Map<unknown, ConstructorParameters<typeof ProblemError>[0]>([
  [ERRORS.FILE_NOT_FOUND.body, 'upload/not-found'],
  [ERRORS.FILE_NO_LONGER_EXISTS.body, 'upload/not-found'],
  [ERRORS.INVALID_OFFSET.body, 'upload/offset-mismatch'],
  [ERRORS.ERR_SIZE_EXCEEDED.body, 'attachment/too-large'],
  [ERRORS.ERR_MAX_SIZE_EXCEEDED.body, 'attachment/too-large'],
  [ERRORS.ERR_LOCK_TIMEOUT.body, 'upload/busy'],
]);

/** @param error of ours, of the library's (an object with a text), or a fault. */
export const toTusProblem = (error: unknown): unknown => {
  if (error instanceof ProblemError) return error;
  const { status_code: status, body } = error as { status_code?: number; body?: string };
  const code = codes.get(body);
  if (code) return new ProblemError(code);
  if (body === ERRORS.ABORTED.body) {
    return new ProblemError('request/malformed', { detail: 'unable to upload; the body broke off' });
  }
  // Extensions that are not offered, headers that are missing or contradict each other.
  if (status === undefined || status === 500) return error;
  return new ProblemError('request/malformed', { detail: 'unable to upload; the request is not as tus wants it' });
};
