/** Makes people over HTTP alone: for servers that run in a process of their own. */
import type { AgentRole } from '../../client-sdk/contract/src/constants.ts';
import { call } from './http-call.ts';

export const ADMINISTRATOR = { email: 'admin@senim.local', password: 'a-password-for-tests' };

export interface TestPerson {
  readonly id: string;
  readonly token: string;
}

export const signIn = async (url: string, email: string, password: string): Promise<TestPerson> => {
  const { token, principal } = await call(url, 'POST', '/v1/agents/sign-in', { body: { email, password } });
  return { id: principal.id, token };
};

/** @param purposes all when not given; none leaves the person unasked. */
export const giveConsent = async (url: string, token: string, purposes?: readonly string[]): Promise<void> => {
  const policy = await call(url, 'GET', '/v1/policy');
  const wanted = purposes ?? [...policy.required, ...policy.optional];
  if (wanted.length === 0) return;
  const body = { policyVersion: policy.version, purposes: wanted };
  await call(url, 'POST', '/v1/consents', { token, body });
};

/** @param purposes as in giveConsent(). */
export const createVisitor = async (url: string, purposes?: readonly string[]): Promise<TestPerson> => {
  const { token, principal } = await call(url, 'POST', '/v1/visitors');
  await giveConsent(url, token, purposes);
  return { id: principal.id, token };
};

let agents = 0;

export interface TestAgent extends TestPerson {
  readonly email: string;
  readonly password: string;
}

export const createAgent = async (url: string, roles: readonly AgentRole[]): Promise<TestAgent> => {
  agents += 1;
  const email = `agent-${agents}@senim.test`;
  const password = 'a-password-of-an-agent';
  const { token } = await signIn(url, ADMINISTRATOR.email, ADMINISTRATOR.password);
  await call(url, 'POST', '/v1/agents', { token, body: { email, password, displayName: `Agent ${agents}`, roles } });
  return { ...(await signIn(url, email, password)), email, password };
};
