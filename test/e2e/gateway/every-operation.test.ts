/** A walk over the whole contract: nothing is open to a caller it does not name. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { agentRoles, type Caller } from '../../../client-sdk/contract/src/constants.ts';
import type { CommandDefinition, RouteDefinition } from '../../../client-sdk/contract/src/define.ts';
import { commands, routes } from '../../../client-sdk/contract/src/protocol.ts';
import { connectStranger } from '../../support/stranger.ts';
import { type TestServer, testServer } from '../../support/test-server.ts';

const allRoutes: RouteDefinition[] = Object.values(routes);
const allCommands: CommandDefinition[] = Object.values(commands);

const request = async (url: string, { method, path }: RouteDefinition, token?: string) => {
  const response = await fetch(url + path.replace(/\{\w+\}/g, randomUUID()), {
    method: method.toUpperCase(),
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
  const type = response.headers.get('content-type');
  // An answer to HEAD has no body.
  const code = method === 'head' ? undefined : (await response.json()).code;
  return { status: response.status, type, code };
};

const tokensOf = async (server: TestServer): Promise<Map<Caller, string>> => {
  const tokens = new Map<Caller, string>([['visitor', (await server.createVisitor()).token]]);
  for (const role of agentRoles) tokens.set(role, (await server.createAgent(role)).token);
  return tokens;
};

describe('every operation of the contract', () => {
  it('declares purpose and categories, and is served', async () => {
    await using server = await testServer();

    for (const { name, processing } of [...allRoutes, ...allCommands]) {
      expect(processing.categories, name).not.to.have.lengthOf(0);
    }
    for (const route of allRoutes.filter(({ callers }) => callers !== 'public')) {
      const { status, type, code } = await request(server.url, route);
      const known = (wanted: string): string | undefined => (route.method === 'head' ? undefined : wanted);
      expect([status, code], route.path).to.deep.equal([401, known('auth/token-missing')]);
      expect(type, route.path).to.match(/^application\/problem\+json/);
      const other = await request(server.url, route, 'x.y.z');
      expect([other.status, other.code], route.path).to.deep.equal([401, known('auth/token-invalid')]);
    }
  });

  it('is forbidden to every kind of caller it does not name, before anything is said about the request', async () => {
    await using server = await testServer();
    const tokens = await tokensOf(server);

    for (const [caller, token] of tokens) {
      using socket = await connectStranger(server.url, token);
      for (const command of allCommands) {
        const { problem } = await socket.ask(command.name, { nonsense: true });
        const expected = command.callers.includes(caller) ? 'request/invalid' : 'auth/forbidden';
        expect(problem.code, `${caller} ${command.name}`).to.equal(expected);
      }
      for (const route of allRoutes) {
        if (route.callers === 'public' || route.callers.includes(caller)) continue;
        const { status, code } = await request(server.url, route, token);
        const expected = [403, route.method === 'head' ? undefined : 'auth/forbidden'];
        expect([status, code], `${caller} ${route.path}`).to.deep.equal(expected);
      }
    }
  });
});
