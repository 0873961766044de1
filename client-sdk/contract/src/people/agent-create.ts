/** Route: an administrator adds an agent. */
import * as z from 'zod';
import { agentRoles } from '../constants.ts';
import { defineRoute } from '../define.ts';
import { principalId } from '../shared/ids.ts';
import { writtenText } from '../shared/text.ts';

export const agentCreate = defineRoute({
  name: 'agent-create',
  summary: 'Add an agent',
  method: 'post',
  path: '/v1/agents',
  callers: ['administrator'],
  body: z.strictObject({
    email: z.email().max(254),
    password: z.string().min(12).max(256),
    displayName: writtenText().trim().min(1).max(100),
    roles: z.array(z.enum(agentRoles)).min(1),
  }),
  response: {
    status: 201,
    schema: z.object({ id: principalId, displayName: z.string(), roles: z.array(z.enum(agentRoles)) }),
  },
  problems: ['agent/exists'],
  processing: { operation: 'collect', purpose: 'security', categories: ['staff'] },
  rateClass: 'query',
});
