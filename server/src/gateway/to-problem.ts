/** Anything thrown → a Problem, in one place. What is not a refusal is logged and shown as nothing but a trace id. */
import { type Problem, type ProblemCode, problemCatalogue } from '@senim/contract';
import type { Logger } from '#kernel/logger';
import { type ProblemDetails, ProblemError } from '#kernel/problem-error';

/** Errors that say “a part is down”, by their code: sockets, and PostgreSQL's classes 08, 53 and 57 (Appendix A). */
const UNAVAILABLE = /^(ECONN|EPIPE|ENOENT$|ETIMEDOUT|EAI_|08|53|57)/;
/** pg reports these without a code. */
const UNAVAILABLE_MESSAGE =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error/;

const isUnavailable = (error: unknown): boolean => {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (typeof code === 'string' && UNAVAILABLE.test(code)) || UNAVAILABLE_MESSAGE.test(String(message));
};

export const makeProblem = (
  code: ProblemCode,
  details: ProblemDetails,
  operation: string,
  traceId: string,
): Problem => {
  const { status, title, retryable } = problemCatalogue[code];
  return {
    type: `/docs#${code}`,
    title,
    status,
    code,
    ...(details.detail === undefined ? {} : { detail: details.detail }),
    instance: `urn:senim:${operation}`,
    retryable,
    ...(details.retryAfterMs === undefined ? {} : { retryAfterMs: details.retryAfterMs }),
    traceId,
    ...(details.errors === undefined ? {} : { errors: [...details.errors] }),
  };
};

export type ToProblem = (error: unknown, operation: string, traceId: string) => Problem;

export const toProblem = (logger: Logger): ToProblem => {
  const translate: ToProblem = (error, operation, traceId) => {
    // Tidying up failed as well: the caller is told what went wrong first.
    if (error instanceof SuppressedError) {
      logger.warn({ operation, traceId, error: error.error }, 'what was left could not be tidied away');
      return translate(error.suppressed, operation, traceId);
    }
    if (error instanceof ProblemError) return makeProblem(error.code, error.details, operation, traceId);
    if (isUnavailable(error)) {
      logger.warn({ operation, traceId, error }, 'a part of the service is down');
      return makeProblem('service/unavailable', { retryAfterMs: 1_000 }, operation, traceId);
    }
    logger.error({ operation, traceId, error }, 'a fault');
    return makeProblem('service/internal', {}, operation, traceId);
  };
  return translate;
};
