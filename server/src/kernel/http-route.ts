/** What a feature's HTTP handler receives and returns; the gateway has authenticated, counted and validated before it runs. */
import type { RouteDefinition } from '@senim/contract';
import type * as z from 'zod';
import type { Principal } from './principal.ts';

type Output<Schema, Otherwise> = Schema extends z.ZodType ? z.output<Schema> : Otherwise;

export interface RouteCall<Definition extends RouteDefinition> {
  /** Present on every route that is not public. */
  readonly principal: Definition['callers'] extends 'public' ? undefined : Principal;
  readonly traceId: string;
  readonly params: Output<Definition['params'], undefined>;
  readonly query: Output<Definition['query'], undefined>;
  readonly body: Output<Definition['body'], undefined>;
}

/** Handles a route whose answer is JSON: the gateway sends the returned value with the declared status. */
export type RouteHandler<Definition extends RouteDefinition> = (
  call: RouteCall<Definition>,
) => Promise<Output<NonNullable<Definition['response']['schema']>, unknown>>;
