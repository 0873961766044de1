/** What every command, event and route must declare. */
import type * as z from 'zod';
import type { Caller } from './constants.ts';
import type { ProblemCode } from './problems/catalogue.ts';

/** The operations on personal data that the policy knows (S5); an operation that declares none does not exist. */
export const operations = [
  'collect',
  'record',
  'store',
  'read',
  'change',
  'use',
  'distribute',
  'block',
  'delete',
  'destroy',
  'sign-in',
  'describe',
] as const;

/** The categories of personal data that may pass through an operation. */
export const categories = [
  'none',
  'profile',
  'message',
  'photo',
  'voice',
  'file',
  'identity-document',
  'consent',
  'activity',
  'staff',
] as const;

/** Why and on what an operation works (mechanism M1): declared here, checked by a walk over all of them. */
export interface Processing {
  readonly operation: (typeof operations)[number];
  readonly purpose: 'service' | 'photo' | 'voice' | 'verification' | 'privacy' | 'security' | 'running';
  readonly categories: readonly (typeof categories)[number][];
}

/** How an operation counts against its caller's rate limit. */
export type RateClass = 'chat' | 'signal' | 'query' | 'upload' | 'sign-in' | 'none';

export interface CommandDefinition<
  Name extends string = string,
  Payload extends z.ZodType = z.ZodType,
  Data extends z.ZodType = z.ZodType,
> {
  readonly name: Name;
  readonly summary: string;
  readonly payload: Payload;
  readonly data: Data;
  /** The problems it may answer with, beside those every command may (`commonProblems`). */
  readonly problems: readonly ProblemCode[];
  readonly callers: readonly Caller[];
  readonly processing: Processing;
  readonly rateClass: RateClass;
}

export interface EventDefinition<Name extends string = string, Payload extends z.ZodType = z.ZodType> {
  readonly name: Name;
  readonly summary: string;
  readonly payload: Payload;
}

export interface RouteResponse {
  readonly status: number;
  readonly schema?: z.ZodType;
  /** Set where the body is not JSON. */
  readonly mediaType?: string;
  readonly headers?: z.ZodObject;
}

export interface RouteDefinition {
  /** One stem per operation: the name of the files that serve and test it. */
  readonly name: string;
  readonly summary: string;
  readonly method: 'get' | 'head' | 'post' | 'patch' | 'delete' | 'options';
  /** The path in OpenAPI's form: `/v1/attachments/{id}`. */
  readonly path: string;
  /** `public` needs no token; otherwise who may call it at all. */
  readonly callers: 'public' | readonly Caller[];
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Headers of the request that mean something to it; others are none of its business. */
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The media type of a body that is nothing but bytes. */
  readonly bytes?: string;
  /** A multipart body: its text fields, and the one file part's name. */
  readonly multipart?: { readonly fields: z.ZodObject; readonly file: string };
  readonly response: RouteResponse & {
    /** Another success, with what it means. */
    readonly or?: RouteResponse & { readonly description: string };
  };
  readonly problems: readonly ProblemCode[];
  readonly processing: Processing;
  readonly rateClass: RateClass;
}

export const defineCommand = <const Name extends string, Payload extends z.ZodType, Data extends z.ZodType>(
  definition: CommandDefinition<Name, Payload, Data>,
): CommandDefinition<Name, Payload, Data> => definition;

export const defineEvent = <const Name extends string, Payload extends z.ZodType>(
  definition: EventDefinition<Name, Payload>,
): EventDefinition<Name, Payload> => definition;

export const defineRoute = <const Definition extends RouteDefinition>(definition: Definition): Definition => definition;
