/** The one error of the SDK: a server's refusal with its problem, or a failure on the client's side. */
import type { Problem, ProblemCode } from '@senim/contract';

/**
 * What can go wrong before a server answers:
 *
 * - `network/unreachable`: no connection could be made
 * - `network/timeout`: connected, and no answer in time
 * - `network/disconnected`: the connection was lost while waiting for the answer
 * - `server/unexpected`: an answer that is not of this protocol (a proxy's page, another server)
 * - `client/token-failed`: the `token` function given to the client threw; its error is the `cause`
 * - `client/aborted`: the caller's `AbortSignal` fired; its reason is the `cause`
 * - `client/closed`: the client was closed
 */
export type ClientErrorCode =
  | 'network/unreachable'
  | 'network/timeout'
  | 'network/disconnected'
  | 'server/unexpected'
  | 'client/token-failed'
  | 'client/aborted'
  | 'client/closed';

/**
 * What every promise of the SDK rejects with.
 *
 * @example
 * try {
 *   await conversation.send('Hello');
 * } catch (error) {
 *   if (error instanceof SenimError && error.code === 'conversation/closed') showClosed();
 *   else throw error;
 * }
 */
export class SenimError extends Error {
  override readonly name = 'SenimError';
  /** What programs compare: a problem's code, or one of the client's own. A newer server may send codes not listed here. */
  readonly code: ProblemCode | ClientErrorCode;
  /** The server's refusal; undefined when no server said no. */
  readonly problem: Problem | undefined;
  /** True when the same call may succeed later without a change. */
  readonly isRetryable: boolean;
  /** How long the server asks to wait before trying again, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(code: ProblemCode | ClientErrorCode, message: string, options: SenimErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.problem = options.problem;
    this.isRetryable = options.problem?.retryable ?? /^network|failed$/.test(code);
    this.retryAfterMs = options.problem?.retryAfterMs;
  }
}

export interface SenimErrorOptions {
  readonly problem?: Problem;
  readonly cause?: unknown;
}

/** A failure on the client's side. @param operation what was tried: `connect`, a command's name, a path. */
export const clientError = (code: ClientErrorCode, operation: string, cause?: unknown): SenimError =>
  new SenimError(code, `unable to ${operation}; ${code}`, { cause });
