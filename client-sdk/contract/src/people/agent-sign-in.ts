/** Route: an agent's e-mail address and password for a token. */
import * as z from 'zod';
import { agentRoles } from '../constants.ts';
import { defineRoute } from '../define.ts';
import { principalId } from '../shared/ids.ts';

export const agentSignIn = defineRoute({
  name: 'agent-sign-in',
  summary: 'Sign in as an agent',
  method: 'post',
  path: '/v1/agents/sign-in',
  callers: 'public',
  body: z.strictObject({ email: z.email().max(254), password: z.string().min(1).max(256) }),
  response: {
    status: 200,
    schema: z.object({
      token: z.string(),
      principal: z.object({ id: principalId, displayName: z.string(), roles: z.array(z.enum(agentRoles)) }),
    }),
  },
  problems: ['auth/credentials-invalid'],
  processing: { operation: 'sign-in', purpose: 'security', categories: ['staff'] },
  rateClass: 'sign-in',
});
