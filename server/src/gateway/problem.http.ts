/** Problem → application/problem+json (RFC 9457), for everything that Express or a handler throws. */
import type { Problem } from '@senim/contract';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { ProblemError } from '#kernel/problem-error';
import { answerAndDiscard } from './discard-body.http.ts';
import type { ToProblem } from './to-problem.ts';

const sendProblem = (request: Request, response: Response, problem: Problem): void => {
  if (problem.retryAfterMs !== undefined) response.set('Retry-After', String(Math.ceil(problem.retryAfterMs / 1_000)));
  response.status(problem.status).set('Cache-Control', 'no-store').type('application/problem+json');
  const answer = JSON.stringify(problem);
  if (request.complete) response.send(answer);
  else answerAndDiscard(request, response, answer);
};

/** What body parsers and the router throw, as refusals of ours. */
const fromHttpError = (error: unknown): unknown => {
  const { type, status, statusCode } = error as { type?: string; status?: number; statusCode?: number };
  if (error instanceof ProblemError) return error;
  if (type === 'entity.too.large') return new ProblemError('request/too-large', {}, { cause: error });
  const known = status ?? statusCode;
  if (known !== undefined && known >= 400 && known < 500)
    return new ProblemError('request/malformed', {}, { cause: error });
  return error;
};

export const notFound: RequestHandler = (request) => {
  throw new ProblemError('request/unknown-operation', { detail: `there is nothing to ${request.method} here` });
};

export const problemHandler =
  (toProblem: ToProblem): ErrorRequestHandler =>
  (error, request, response, _next) => {
    const traceId = String(response.locals['traceId'] ?? '');
    const operation = `${request.method.toLowerCase()}:${request.route?.path ?? 'unknown'}`;
    if (response.headersSent) {
      // Half of a body is out: only cutting the connection tells the client that it is not whole.
      toProblem(error, operation, traceId);
      response.destroy();
      return;
    }
    sendProblem(request, response, toProblem(fromHttpError(error), operation, traceId));
  };
