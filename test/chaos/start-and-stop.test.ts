/** Starting, stopping, starting again: nothing is left that blocks the next start. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { createVisitor } from '../support/people.ts';
import { serverProcess } from '../support/server-process.ts';

describe('the server', () => {
  it('makes its keys closed to others, stops everything on SIGTERM, and starts again with what it had', async function () {
    this.timeout(120_000);
    await using server = await serverProcess();
    await server.start();
    const visitor = await createVisitor(server.url);

    for (const name of ['wrapping/master-first', 'wrapping/vault-first', 'tokens', 'postgres']) {
      const { mode } = await stat(join(server.dataFolder, 'keys', `${name}.key`));
      expect((mode & 0o777).toString(8), name).to.equal('600');
    }
    expect(await server.terminate()).to.equal(0);
    expect(existsSync(join(server.dataFolder, 'postgres/cluster/postmaster.pid'))).to.equal(false);
    const refused = await fetch(`${server.url}/healthz`).catch(() => 'refused');
    expect(refused).to.equal('refused');

    await server.start();
    const held = await fetch(`${server.url}/v1/me/export`, { headers: { authorization: `Bearer ${visitor.token}` } });
    expect((await held.json()).principal.id).to.equal(visitor.id);
    expect(server.output()).not.to.include('Password');
  });

  it('starts over a database that a killed server left running, and keeps a second server away from it', async function () {
    this.timeout(120_000);
    await using server = await serverProcess();
    await server.start();
    await server.kill();
    expect(existsSync(join(server.dataFolder, 'postgres/cluster/postmaster.pid'))).to.equal(true);
    await server.start();

    await using second = await serverProcess({ SENIM_DATA_DIR: server.dataFolder });
    const complaint = await second.start().then(
      () => 'started',
      () => second.output(),
    );
    expect(complaint).to.match(/another Senim server uses/);
    expect((await fetch(`${server.url}/readyz`)).status).to.equal(200);
  });
});
