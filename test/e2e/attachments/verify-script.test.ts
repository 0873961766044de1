/** The script with which operators try a running server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import { ADMINISTRATOR } from '../../support/people.ts';
import { testServer } from '../../support/test-server.ts';

const SCRIPT = resolve(import.meta.dirname, '../../../scripts/verify.ts');

const verify = async (...args: readonly string[]): Promise<{ code: number | null; output: string }> => {
  const child = spawn(process.execPath, ['--conditions=@senim/source', SCRIPT, ...args], {
    env: {
      PATH: process.env['PATH'],
      SENIM_ADMIN_EMAIL: ADMINISTRATOR.email,
      SENIM_ADMIN_PASSWORD: ADMINISTRATOR.password,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const [out, errors] = await Promise.all([buffer(child.stdout), buffer(child.stderr)]);
  await ended;
  return { code: child.exitCode, output: `${out}${errors}` };
};

describe('npm run verify', function () {
  this.timeout(120_000);

  it('finds that everything holds on a sound server', async () => {
    await using server = await testServer();

    const { code, output } = await verify(server.url);

    expect(output.split('\n').filter((line) => line.startsWith('✘'))).to.deep.equal([]);
    expect(output).to.include('Everything holds.');
    expect(output.match(/✔/g)).to.have.length.greaterThan(20);
    expect(code).to.equal(0);
    const { rows } = await server.database.pool.query(`select status from attachment where status <> 'destroyed'`);
    expect(rows, 'what it sent is gone').to.deep.equal([]);
  });

  it('says that it could not try a server that is not there', async () => {
    const { code, output } = await verify('http://127.0.0.1:9');

    expect(code).to.equal(2);
    expect(output).to.include('It could not be tried');
  });
});
