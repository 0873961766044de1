/** Route: what this server can do of the tus protocol. */
import * as z from 'zod';
import { defineRoute } from '../define.ts';
import { byteCount } from '../shared/headers.ts';

export const uploadDescribe = defineRoute({
  name: 'upload-describe',
  summary: 'What this server can do of the tus protocol',
  method: 'options',
  path: '/v1/uploads',
  callers: 'public',
  response: {
    status: 204,
    headers: z.object({ 'Tus-Version': z.string(), 'Tus-Extension': z.string(), 'Tus-Max-Size': byteCount }),
  },
  problems: [],
  processing: { operation: 'describe', purpose: 'running', categories: ['none'] },
  rateClass: 'query',
});
