/** OpenAPI 3.1: every route of the contract, for people and programs that do not use the SDK. */
import * as z from 'zod';
import type { RouteDefinition, RouteResponse } from '../define.ts';
import { commonProblems, type ProblemCode, problemCatalogue } from '../problems/catalogue.ts';
import { routes } from '../protocol.ts';
import { type JsonObject, jsonSchema, type SchemaOptions, sharedSchemas } from './json-schema.ts';

export interface DocumentOptions {
  /** Of the server. */
  readonly version: string;
  /** Where the server is reached; `/`, the document's own place, when absent. */
  readonly serverUrl?: string;
}

const SENT: SchemaOptions = { io: 'input', target: 'draft-2020-12' };
const RECEIVED: SchemaOptions = { io: 'output', target: 'draft-2020-12' };
const PROBLEM = { $ref: '#/components/schemas/Problem' };
/** Belong to sockets alone. */
const OF_COMMANDS: readonly ProblemCode[] = ['request/ack-missing', 'request/unknown-operation', 'request/timeout'];
const NEED_A_TOKEN: readonly ProblemCode[] = ['auth/token-missing', 'auth/token-invalid', 'auth/token-expired'];

const parametersOf = (schema: z.ZodObject | undefined, place: 'path' | 'query' | 'header'): JsonObject[] =>
  Object.entries(schema?.shape ?? {}).map(([name, member]) => {
    const { description, ...rest } = jsonSchema(member, SENT);
    const isRequired = !z.safeParse(member, undefined).success;
    return { name, in: place, required: isRequired, ...(description ? { description } : {}), schema: rest };
  });

const multipartBody = ({ fields, file }: NonNullable<RouteDefinition['multipart']>): JsonObject => {
  const schema = jsonSchema(fields, SENT);
  const required = [...((schema['required'] as string[] | undefined) ?? []), file];
  // `contentMediaType` is how OpenAPI 3.1 says “bytes”; generators of clients know `format: binary`.
  const bytes = { type: 'string', format: 'binary', contentMediaType: 'application/octet-stream' };
  const properties = { ...(schema['properties'] as JsonObject), [file]: bytes };
  return { required: true, content: { 'multipart/form-data': { schema: { ...schema, properties, required } } } };
};

const bodyOf = ({ body, bytes, multipart }: RouteDefinition): JsonObject | undefined => {
  if (multipart) return multipartBody(multipart);
  if (bytes) return { required: false, content: { [bytes]: { schema: {} } } };
  if (body) return { required: true, content: { 'application/json': { schema: jsonSchema(body, SENT) } } };
  return undefined;
};

const headersOf = (headers: z.ZodObject | undefined): JsonObject =>
  headers
    ? {
        headers: Object.fromEntries(
          Object.entries(headers.shape).map(([name, member]) => [name, { schema: jsonSchema(member, RECEIVED) }]),
        ),
      }
    : {};

const successOf = ({ schema, mediaType, headers }: RouteResponse, description?: string): JsonObject => {
  if (schema) {
    const content = { 'application/json': { schema: jsonSchema(schema, RECEIVED) } };
    return { description: description ?? 'Done', ...headersOf(headers), content };
  }
  if (!mediaType) return { description: description ?? 'Done', ...headersOf(headers) };
  return { description: 'The bytes', ...headersOf(headers), content: { [mediaType]: { schema: {} } } };
};

const successesOf = ({ response }: RouteDefinition): JsonObject => ({
  [response.status]: successOf(response),
  ...(response.or ? { [response.or.status]: successOf(response.or, response.or.description) } : {}),
});

export const problemsOf = (route: RouteDefinition): ProblemCode[] => {
  const isPublic = route.callers === 'public';
  const common = commonProblems.filter((code) => !OF_COMMANDS.includes(code));
  const asked = isPublic ? common.filter((code) => !NEED_A_TOKEN.includes(code) && code !== 'auth/forbidden') : common;
  return [...new Set([...asked, ...route.problems])];
};

const refusalsOf = (route: RouteDefinition): JsonObject => {
  const byStatus = Map.groupBy(problemsOf(route), (code) => problemCatalogue[code].status);
  const answers = [...byStatus].map(([status, codes]) => {
    const description = codes.map((code) => `\`${code}\`: ${problemCatalogue[code].title}`).join('; ');
    const schema = { allOf: [PROBLEM, { properties: { code: { enum: codes } } }] };
    return [String(status), { description, content: { 'application/problem+json': { schema } } }];
  });
  return Object.fromEntries(answers);
};

const operationOf = (route: RouteDefinition): JsonObject => {
  const parameters = [
    ...parametersOf(route.params, 'path'),
    ...parametersOf(route.query, 'query'),
    ...parametersOf(route.headers, 'header'),
  ];
  const requestBody = bodyOf(route);
  const { callers, processing } = route;
  return {
    operationId: route.name,
    summary: route.summary,
    ...(callers === 'public' ? {} : { description: `Open to: ${callers.join(', ')}.` }),
    security: callers === 'public' ? [] : [{ bearer: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(requestBody ? { requestBody } : {}),
    responses: { ...successesOf(route), ...refusalsOf(route) },
    'x-callers': callers,
    'x-processing': processing,
  };
};

const paths = (): JsonObject => {
  const byPath = Map.groupBy(Object.values<RouteDefinition>(routes), ({ path }) => path);
  return Object.fromEntries(
    [...byPath].map(([path, found]) => [
      path,
      Object.fromEntries(found.map((route) => [route.method, operationOf(route)])),
    ]),
  );
};

export const createOpenApi = ({ version, serverUrl = '/' }: DocumentOptions): JsonObject => ({
  openapi: '3.1.1',
  info: {
    title: 'Senim over HTTP',
    version,
    description:
      'What is uploaded, downloaded or asked once. Conversations go over Socket.IO: see the AsyncAPI document. ' +
      'Every refusal is a problem (RFC 9457) with a stable `code`.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: serverUrl }],
  paths: paths(),
  components: {
    schemas: sharedSchemas('draft-2020-12'),
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Never in a URL' },
    },
  },
});
