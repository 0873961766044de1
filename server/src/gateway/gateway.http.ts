/** The Express app: security headers, origins, the contract's routes, the pages, and one answer for everything else. */
import { randomUUID } from 'node:crypto';
import express, { type Express, type RequestHandler, type Router } from 'express';
import helmet from 'helmet';
import { ProblemError } from '#kernel/problem-error';
import { notFound, problemHandler } from './problem.http.ts';
import type { ToProblem } from './to-problem.ts';

export interface HttpGatewayDeps {
  readonly isAllowedOrigin: (origin: string | undefined, host: string | undefined) => boolean;
  readonly toProblem: ToProblem;
  /** In the order in which they are asked. */
  readonly routers: readonly Router[];
}

const ALLOWED_HEADERS = [
  'Authorization, Content-Type, Range, If-Match, If-None-Match, If-Range, Idempotency-Key',
  'Tus-Resumable, Upload-Length, Upload-Metadata, Upload-Offset',
].join(', ');
const EXPOSED_HEADERS = [
  'Content-Range, Content-Disposition, Content-Length, ETag, Retry-After',
  'Location, Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size, Upload-Expires, Upload-Length, Upload-Offset',
].join(', ');

/** Bearer tokens, never cookies: an allowed origin gets no credentials of the browser's. */
const cors =
  ({ isAllowedOrigin }: HttpGatewayDeps): RequestHandler =>
  (request, response, next) => {
    const { origin, host } = request.headers;
    if (!isAllowedOrigin(origin, host)) throw new ProblemError('auth/origin-refused');
    response.vary('Origin');
    if (origin !== undefined) response.set('Access-Control-Allow-Origin', origin);
    // A browser that asks whether it may ask; other questions are for the routes.
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) {
      response.set('Access-Control-Expose-Headers', EXPOSED_HEADERS);
      return next();
    }
    response.set('Access-Control-Allow-Methods', 'GET, HEAD, POST, PATCH, DELETE');
    response.set('Access-Control-Allow-Headers', ALLOWED_HEADERS).set('Access-Control-Max-Age', '600');
    response.status(204).end();
  };

export const httpGateway = (deps: HttpGatewayDeps): Express => {
  const app = express();
  app.disable('x-powered-by');
  app.enable('case sensitive routing');
  app.set('etag', false);
  app.set('query parser', 'simple');
  // A reverse proxy on the same machine or in the same private network tells the client's address.
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  app.use((_request, response, next) => {
    response.locals['traceId'] = randomUUID();
    next();
  });
  app.use(
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
      crossOriginResourcePolicy: { policy: 'cross-origin' },
      referrerPolicy: { policy: 'no-referrer' },
    }),
  );
  app.use(cors(deps));
  for (const router of deps.routers) app.use(router);
  app.use(notFound);
  app.use(problemHandler(deps.toProblem));
  return app;
};
