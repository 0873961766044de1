/** The two servers that are compared, each in a process of its own. */
import { serverProcess } from '../../support/server-process.ts';
import { startChild } from './child.ts';
import type { TargetName } from './load-generator.process.ts';

export interface MeasuredServer extends AsyncDisposable {
  readonly target: TargetName;
  readonly url: string;
}

const startBare = async (env: Record<string, string>): Promise<MeasuredServer> => {
  const child = startChild(new URL('./bare-relay.process.ts', import.meta.url), env);
  const url = await child.ask<string>({});
  return { target: 'bare', url, [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]() };
};

const startSenim = async (env: Record<string, string>): Promise<MeasuredServer> => {
  const server = await serverProcess({ SENIM_RATE_LIMITS: 'off', SENIM_LOG_LEVEL: 'warn', ...env });
  await server.start();
  return { target: 'senim', url: server.url, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
};

/** @param env beside the server's own. */
export const startServer = (target: TargetName, env: Record<string, string> = {}): Promise<MeasuredServer> =>
  target === 'bare' ? startBare(env) : startSenim(env);

export const startLoadGenerator = () => startChild(new URL('./load-generator.process.ts', import.meta.url));
