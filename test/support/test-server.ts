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
import { ADMINISTRATOR, createAgent, createVisitor, signIn, type TestAgent, type TestPerson } from './people.ts';
import { type TestDatabase, testDatabase } from './test-database.ts';

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly dataFolder: string;
  readonly database: TestDatabase;
  /** A visitor who has consented to everything, unless told otherwise. */
  createVisitor(options?: { purposes?: readonly string[] }): Promise<TestPerson>;
  signInAdministrator(): Promise<TestPerson>;
  createAgent(...roles: AgentRole[]): Promise<TestAgent>;
}

export interface TestServerOptions {
  readonly settings?: Partial<Record<SettingName, string>>;
  /** A second node on the first one's database and folder. */
  readonly besides?: TestServer;
}

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
  return {
    url,
    dataFolder,
    database,
    createVisitor: (options) => createVisitor(url, options?.purposes),
    signInAdministrator: () => signIn(url, ADMINISTRATOR.email, ADMINISTRATOR.password),
    createAgent: (...roles) => createAgent(url, roles),
    [Symbol.asyncDispose]: async () => {
      await app[Symbol.asyncDispose]();
      if (besides) return;
      await database[Symbol.asyncDispose]();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
};
