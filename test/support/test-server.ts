/** A server of one's own on a free loopback port, with its own database and folder, and the people who use it. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentRole } from '../../client-sdk/contract/src/constants.ts';
import { startApp } from '../../server/src/app/start-app.ts';
import { toConfig } from '../../server/src/config/config.ts';
import { readSettings } from '../../server/src/config/read-env.ts';
import type { SettingName } from '../../server/src/config/settings.ts';
import { createLogger } from '../../server/src/platform/telemetry/logger.pino.ts';
import { call } from './http-call.ts';
import { type TestDatabase, testDatabase } from './test-database.ts';

export const ADMINISTRATOR = { email: 'admin@senim.local', password: 'a-password-for-tests' };

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly dataFolder: string;
  readonly database: TestDatabase;
  /** A visitor who has consented to everything, unless told otherwise. */
  createVisitor(options?: { purposes?: readonly string[] }): Promise<TestPerson>;
  signInAdministrator(): Promise<TestPerson>;
  createAgent(...roles: AgentRole[]): Promise<TestPerson & { email: string; password: string }>;
}

export interface TestPerson {
  readonly id: string;
  readonly token: string;
}

export interface TestServerOptions {
  readonly settings?: Partial<Record<SettingName, string>>;
  /** A second node on the first one's database and folder. */
  readonly besides?: TestServer;
}

let agents = 0;

const signIn = async (url: string, email: string, password: string): Promise<TestPerson> => {
  const { token, principal } = await call(url, 'POST', '/v1/agents/sign-in', { body: { email, password } });
  return { id: principal.id, token };
};

const createVisitor = async (url: string, purposes?: readonly string[]): Promise<TestPerson> => {
  const { token, principal } = await call(url, 'POST', '/v1/visitors');
  const policy = await call(url, 'GET', '/v1/policy');
  const wanted = purposes ?? [...policy.required, ...policy.optional];
  if (wanted.length > 0) {
    const body = { policyVersion: policy.version, purposes: wanted };
    await call(url, 'POST', '/v1/consents', { token, body });
  }
  return { id: principal.id, token };
};

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'senim-test-'));
  await chmod(folder, 0o711);
  return folder;
};

export const testServer = async ({ settings = {}, besides }: TestServerOptions = {}): Promise<TestServer> => {
  const database = besides?.database ?? (await testDatabase());
  const dataFolder = besides?.dataFolder ?? (await newFolder());
  const values = readSettings({
    PORT: '0',
    DATABASE_URL: database.connectionString,
    SENIM_DATA_DIR: dataFolder,
    SENIM_ADMIN_EMAIL: ADMINISTRATOR.email,
    SENIM_ADMIN_PASSWORD: ADMINISTRATOR.password,
    SENIM_AUTH_SECRET: 'a secret of thirty-two characters',
    SENIM_LOG_LEVEL: 'error',
    ...settings,
  });
  const app = await startApp(toConfig(values), createLogger(values.SENIM_LOG_LEVEL));
  const { url } = app;
  const signInAdministrator = () => signIn(url, ADMINISTRATOR.email, ADMINISTRATOR.password);
  return {
    url,
    dataFolder,
    database,
    createVisitor: (options) => createVisitor(url, options?.purposes),
    signInAdministrator,
    createAgent: async (...roles) => {
      agents += 1;
      const email = `agent-${agents}@senim.test`;
      const password = 'a-password-of-an-agent';
      const { token } = await signInAdministrator();
      await call(url, 'POST', '/v1/agents', {
        token,
        body: { email, password, displayName: `Agent ${agents}`, roles },
      });
      return { ...(await signIn(url, email, password)), email, password };
    },
    [Symbol.asyncDispose]: async () => {
      await app[Symbol.asyncDispose]();
      if (besides) return;
      await database[Symbol.asyncDispose]();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
};
