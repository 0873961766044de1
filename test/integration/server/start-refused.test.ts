/** A start that cannot succeed says why in a line or two, and what to do. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { freePort, temporaryFolder } from '../../support/services/service-process.ts';

const MAIN = resolve(import.meta.dirname, '../../../server/src/main.ts');

/** @returns its exit code and its complaint. */
const start = (env: Record<string, string>): Promise<[number | string | null | undefined, string]> =>
  new Promise((done) => {
    execFile(process.execPath, ['--conditions=@senim/source', MAIN], { env }, (error, _output, complaint) =>
      done([error?.code, complaint]),
    );
  });

describe('a start that cannot succeed', function () {
  this.timeout(60_000);

  it('names the settings that cannot be used', async () => {
    const [code, complaint] = await start({ PORT: 'abc', SENIM_RETENTION_VOICE: '0s' });

    expect(code).to.equal(1);
    expect(complaint.split('\n').slice(0, 3)).to.deep.equal([
      'Senim cannot start: some settings cannot be used',
      '  PORT: write a whole number from 0 to 65535',
      '  SENIM_RETENTION_VOICE: write a duration from 1s to 100y, such as 1y (s, m, h, d, y)',
    ]);
  });

  it('says that the database cannot be reached, and nothing of its password', async () => {
    await using folder = await temporaryFolder();
    const DATABASE_URL = `postgresql://senim:a-secret@127.0.0.1:${await freePort()}/senim`;
    const [code, complaint] = await start({ DATABASE_URL, SENIM_DATA_DIR: folder.path });

    expect(code).to.equal(1);
    expect(complaint).to.match(
      /^Senim cannot start: the database cannot be used; .*DATABASE_URL\n {2}because: .*ECONNREFUSED/,
    );
    expect(complaint).not.to.match(/a-secret|^ +at /m);
  });

  it('says which folder it cannot make', async () => {
    await using folder = await temporaryFolder();
    const taken = join(folder.path, 'a-file');
    await writeFile(taken, '');
    const [code, complaint] = await start({ SENIM_DATA_DIR: join(taken, 'data') });

    expect(code).to.equal(1);
    expect(complaint).to.match(
      /^Senim cannot start: the data folder .*a-file\/data cannot be written; set SENIM_DATA_DIR/,
    );
    expect(complaint).not.to.match(/^ +at /m);
  });
});
