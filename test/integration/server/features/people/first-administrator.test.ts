/** The first administrator's password reaches a person, whatever goes wrong on the way. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect } from 'chai';
import { startApp } from '../../../../../server/src/app/start-app.ts';
import { toConfig } from '../../../../../server/src/config/config.ts';
import { readSettings } from '../../../../../server/src/config/read-env.ts';
import { signIn } from '../../../../support/people.ts';
import { temporaryFolder } from '../../../../support/services/service-process.ts';
import { silentLogger } from '../../../../support/silent-logger.ts';
import { testDatabase } from '../../../../support/test-database.ts';

describe('the first administrator', () => {
  it('gets a new password at each start until somebody signs in, also after a start that failed', async () => {
    await using database = await testDatabase();
    await using folder = await temporaryFolder();
    const start = (settings: Record<string, string>) => {
      const given = { DATABASE_URL: database.connectionString, SENIM_DATA_DIR: folder.path, ...settings };
      return startApp(toConfig(readSettings(given)), silentLogger);
    };
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const refused = await start({ PORT: String(port) }).catch((error: Error) => error.message);
    taken.close();
    expect(refused).to.include('is taken');

    const first = await start({ PORT: '0', SENIM_ADMIN_EMAIL: 'mistyped@senim.test' });
    const lost = first.firstAdministrator?.generatedPassword ?? '';
    await first[Symbol.asyncDispose]();
    {
      await using second = await start({ PORT: '0' });
      const { email = '', generatedPassword = '' } = second.firstAdministrator ?? {};
      await expectRefusal(second.url, 'mistyped@senim.test', lost);
      await expectRefusal(second.url, email, lost);
      await signIn(second.url, email, generatedPassword);
    }
    await using third = await start({ PORT: '0', SENIM_ADMIN_PASSWORD: 'not-the-first-one' });
    expect(third.firstAdministrator).to.equal(undefined);
    await expectRefusal(third.url, 'admin@senim.local', 'not-the-first-one');
    const agents = await database.pool.query('select 1 from agent');
    expect(agents.rowCount).to.equal(1);
  });
});

const expectRefusal = async (url: string, email: string, password: string): Promise<void> => {
  const outcome = await signIn(url, email, password).then(
    () => 'signed in',
    (error: Error) => error.message,
  );
  expect(outcome).to.equal('401 auth/credentials-invalid');
};
