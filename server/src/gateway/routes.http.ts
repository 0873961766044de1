/** Binds every route of the contract: authenticate, admit, authorise, validate, handle, reply. */
import type { RouteDefinition } from '@senim/contract';
import express, { type Request, type Response, type Router } from 'express';
import type { Authenticate } from '#kernel/authentication';
import type { Principal } from '#kernel/principal';
import { ProblemError } from '#kernel/problem-error';
import { authorise } from './authorise.ts';
import { bearerToken } from './bearer-token.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { RequestsUnderWay } from './requests-under-way.ts';
import { validate } from './validate.ts';

/** What a handler gets; a JSON handler returns what is sent, a raw one writes to the response itself. */
export interface HttpCall {
  readonly principal: Principal | undefined;
  readonly traceId: string;
  readonly params: unknown;
  readonly query: unknown;
  readonly headers: unknown;
  readonly body: unknown;
}

export type JsonHandler = (call: never) => Promise<unknown>;
export type RawHandler = (request: Request, response: Response, call: never) => Promise<void>;
/** Told of a caller who may not use the route, before the refusal is sent. */
export type OnForbidden = (call: Pick<HttpCall, 'traceId' | 'params'> & { principal: Principal }) => Promise<void>;

export type BoundRoute = { readonly definition: RouteDefinition; readonly onForbidden?: OnForbidden } & (
  | { readonly json: JsonHandler }
  | { readonly raw: RawHandler }
);

export interface RoutesDeps {
  readonly routes: readonly BoundRoute[];
  readonly authenticate: Authenticate;
  readonly rateLimiter: RateLimiter;
  readonly requests: RequestsUnderWay;
}

/** JSON bodies are small: what is long travels as an upload. */
const jsonBody = express.json({ limit: '64kb', strict: true });

const readJson = (request: Request, response: Response): Promise<void> =>
  new Promise((resolve, reject) => {
    jsonBody(request, response, (error: unknown) => (error ? reject(error) : resolve()));
  });

const readBody = async (definition: RouteDefinition, request: Request, response: Response): Promise<unknown> => {
  if (!definition.body) return undefined;
  if (!request.is('application/json')) {
    throw new ProblemError('request/malformed', { detail: 'the body has to be application/json' });
  }
  await readJson(request, response);
  return validate(definition.body, request.body);
};

/** Those that the route declares, by the names it gives them. */
const readHeaders = (schema: NonNullable<RouteDefinition['headers']>, request: Request): unknown => {
  const found = Object.keys(schema.shape).map((name) => [name, request.headers[name.toLowerCase()]] as const);
  return validate(schema, Object.fromEntries(found.filter(([, value]) => value !== undefined)), '/headers');
};

const requireMayUse = async (route: BoundRoute, principal: Principal, request: Request, traceId: string) => {
  const { callers, params } = route.definition;
  if (callers === 'public') return;
  try {
    authorise(principal, callers);
  } catch (refusal) {
    const named = params?.safeParse(request.params);
    if (named?.success) await route.onForbidden?.({ principal, traceId, params: named.data });
    throw refusal;
  }
};

const bind = (router: Router, route: BoundRoute, { authenticate, rateLimiter, requests }: RoutesDeps): void => {
  const { definition } = route;
  router[definition.method](definition.path.replace(/\{(\w+)\}/g, ':$1'), async (request, response) => {
    using _ = requests.enter();
    const traceId = response.locals['traceId'] as string;
    let principal: Principal | undefined;
    if (definition.callers !== 'public') {
      principal = (await authenticate(bearerToken(request.headers.authorization))).principal;
    }
    await rateLimiter.consume(definition.rateClass, principal?.id ?? request.ip ?? 'unknown');
    if (principal) await requireMayUse(route, principal, request, traceId);
    const call: HttpCall = {
      principal,
      traceId,
      params: definition.params && validate(definition.params, request.params, '/params'),
      query: definition.query && validate(definition.query, { ...request.query }, '/query'),
      headers: definition.headers && readHeaders(definition.headers, request),
      body: await readBody(definition, request, response),
    };
    // The contract's schema made each part; the handler's types are inferred from the same schema.
    if ('raw' in route) return await route.raw(request, response, call as never);
    const data = await route.json(call as never);
    response.status(definition.response.status).set('Cache-Control', 'no-store').json(data);
  });
};

export const contractRoutes = (deps: RoutesDeps): Router => {
  const router = express.Router({ caseSensitive: true, strict: true });
  for (const route of deps.routes) bind(router, route, deps);
  return router;
};
