/** AsyncAPI 3: every command with its acknowledgement, and every event, as they go over Socket.IO. */
import type * as z from 'zod';
import { PROTOCOL_VERSION } from '../constants.ts';
import type { CommandDefinition, EventDefinition } from '../define.ts';
import { commonProblems, type ProblemCode } from '../problems/catalogue.ts';
import { commands, events } from '../protocol.ts';
import { type JsonObject, jsonSchema, type SchemaOptions, sharedSchemas } from './json-schema.ts';
import type { DocumentOptions } from './openapi.ts';

const SENT: SchemaOptions = { io: 'input', target: 'draft-07' };
const RECEIVED: SchemaOptions = { io: 'output', target: 'draft-07' };
const CHANNEL = '#/channels/connection';

const reference = (target: string): JsonObject => ({ $ref: target });
/** `message:send` → `message-send`: AsyncAPI's keys have no colons. */
const keyOf = (name: string): string => name.replace(':', '-');
const ackOf = (name: string): string => `${keyOf(name)}-ack`;

const acknowledgement = (data: z.ZodType, problems: readonly ProblemCode[]): JsonObject => {
  const codes = [...new Set([...commonProblems, ...problems])];
  const problem = { allOf: [reference('#/components/schemas/Problem'), { properties: { code: { enum: codes } } }] };
  return {
    oneOf: [
      {
        type: 'object',
        required: ['ok', 'data'],
        properties: { ok: { const: true }, data: jsonSchema(data, RECEIVED) },
      },
      { type: 'object', required: ['ok', 'problem'], properties: { ok: { const: false }, problem } },
    ],
  };
};

const messagesOf = (command: CommandDefinition): [string, JsonObject][] => [
  [keyOf(command.name), { name: command.name, summary: command.summary, payload: jsonSchema(command.payload, SENT) }],
  [
    ackOf(command.name),
    {
      name: `${command.name} acknowledgement`,
      summary: 'The one argument of the callback that was sent with the command',
      payload: acknowledgement(command.data, command.problems),
    },
  ],
];

const eventMessage = (event: EventDefinition): [string, JsonObject] => [
  keyOf(event.name),
  { name: event.name, summary: event.summary, payload: jsonSchema(event.payload, RECEIVED) },
];

const operationOf = (command: CommandDefinition): [string, JsonObject] => [
  keyOf(command.name),
  {
    action: 'receive',
    channel: reference(CHANNEL),
    summary: command.summary,
    description: `Open to: ${command.callers.join(', ')}.`,
    messages: [reference(`${CHANNEL}/messages/${keyOf(command.name)}`)],
    reply: {
      channel: reference(CHANNEL),
      messages: [reference(`${CHANNEL}/messages/${ackOf(command.name)}`)],
    },
    'x-callers': command.callers,
    'x-processing': command.processing,
  },
];

const eventOperation = (event: EventDefinition): [string, JsonObject] => [
  keyOf(event.name),
  {
    action: 'send',
    channel: reference(CHANNEL),
    summary: event.summary,
    messages: [reference(`${CHANNEL}/messages/${keyOf(event.name)}`)],
  },
];

const socketServer = (serverUrl: string): JsonObject => {
  const [, protocol = 'http', host = 'localhost:3000', path] = /^(?:(\w+):\/\/)?([^/]+)?(\/.*)?$/.exec(serverUrl) ?? [];
  return {
    host,
    ...(path && path !== '/' ? { pathname: path } : {}),
    protocol: protocol.endsWith('s') ? 'wss' : 'ws',
    description: 'Socket.IO 4 on its default path `/socket.io`; the token travels in the handshake as `auth: {token}`',
    security: [reference('#/components/securitySchemes/token')],
  };
};

export const createAsyncApi = ({ version, serverUrl = 'http://localhost:3000' }: DocumentOptions): JsonObject => {
  const allCommands: readonly CommandDefinition[] = Object.values(commands);
  const allEvents: readonly EventDefinition[] = Object.values(events);
  const messages = Object.fromEntries([...allCommands.flatMap(messagesOf), ...allEvents.map(eventMessage)]);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Senim over Socket.IO',
      version,
      description:
        'A command is one event with one payload and an acknowledgement callback, answered with `{ok: true, data}` or ' +
        '`{ok: false, problem}`. Described from the server’s side: it receives commands and sends events.',
      license: { name: 'Apache-2.0' },
      'x-protocol-version': PROTOCOL_VERSION,
    },
    defaultContentType: 'application/json',
    servers: { socket: socketServer(serverUrl) },
    channels: {
      connection: {
        address: '/',
        description: 'One Socket.IO connection, in the default namespace',
        servers: [reference('#/servers/socket')],
        messages,
      },
    },
    operations: Object.fromEntries([...allCommands.map(operationOf), ...allEvents.map(eventOperation)]),
    components: {
      schemas: sharedSchemas('draft-07'),
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'In the handshake’s `auth: {token}`, never in a URL',
        },
      },
    },
  };
};

/** The same document, as of a server at another address. */
export const asyncApiAt = (document: JsonObject, serverUrl: string): JsonObject => ({
  ...document,
  servers: { socket: socketServer(serverUrl) },
});
