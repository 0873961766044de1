/** The key rings: opened from what an earlier version left, refused with wrong keys, moved from files to another keeper. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { seal } from '../../../../../server/src/kernel/seal.ts';
import { deriveKey } from '../../../../../server/src/platform/keys/derive-key.ts';
import { fileKeys } from '../../../../../server/src/platform/keys/file-keys.fs.ts';
import { openKeyFolder } from '../../../../../server/src/platform/keys/key-folder.fs.ts';
import type { KeyProvider } from '../../../../../server/src/platform/keys/key-provider.ts';
import { openKeyRings } from '../../../../../server/src/platform/keys/key-rings.postgres.ts';
import { rotateRing } from '../../../../../server/src/platform/keys/key-rotation.postgres.ts';
import { openServerSecrets } from '../../../../../server/src/platform/keys/server-secrets.fs.ts';
import { transitKeys } from '../../../../../server/src/platform/keys/transit-keys.http.ts';
import { transitStandIn } from '../../../../support/services/transit-stand-in.ts';
import { silentLogger } from '../../../../support/silent-logger.ts';
import { type TestDatabase, testDatabase } from '../../../../support/test-database.ts';

const newFolder = () => mkdtemp(join(tmpdir(), 'senim-keys-'));
const open = (database: TestDatabase, ...providers: KeyProvider[]) =>
  openKeyRings({
    ...{ database, logger: silentLogger, intervalMs: 50 },
    providers: { master: providers, vault: providers },
  });
const keepDataKey = ({ pool }: TestDatabase, id: string, wrapped: Buffer, keyId: string) =>
  pool.query(
    `insert into keys.data_key (id, scope, principal_id, wrapped, wrapped_by) values ($1, 'person', $1, $2, $3)`,
    [id, wrapped, keyId],
  );

describe('key rings', () => {
  it('open what an earlier version wrapped under one master key, which is taken apart and gone', async () => {
    await using database = await testDatabase();
    const [path, master, key, id] = [await newFolder(), randomBytes(32), randomBytes(32), randomUUID()];
    await writeFile(join(path, 'master.key'), `${master.toString('base64')}\n`, { mode: 0o600 });
    await database.pool.query(
      `insert into keys.wrapping_key (id, ring, state) values ('file:master-first', 'master', 'wrapping')`,
    );
    const wrapped = seal(deriveKey(master, 'wrapping'), key, `wrap:data-key:${id}`);
    await keepDataKey(database, id, wrapped, 'file:master-first');
    const folder = await openKeyFolder(path);

    const secrets = await openServerSecrets(folder);
    await using rings = await open(database, fileKeys(folder));

    const context = `data-key:${id}`;
    expect((await rings.master.unwrap({ wrapped, keyId: 'file:master-first' }, context)).equals(key)).to.equal(true);
    expect(secrets.tokens.equals(deriveKey(master, 'tokens'))).to.equal(true);
    expect(secrets['attachments-owner'].equals(deriveKey(master, 'owner of attachments'))).to.equal(true);
    expect(await folder.find('master')).to.equal(undefined);
    expect((await openServerSecrets(folder)).tokens.equals(secrets.tokens), 'the next time').to.equal(true);
    await rm(path, { recursive: true });
  });

  it('do not open with the keys of another installation, or without any', async () => {
    await using database = await testDatabase();
    const [mine, others] = [await newFolder(), await newFolder()];
    const files = fileKeys(await openKeyFolder(mine));
    await using rings = await open(database, files);
    await rings.check();
    const other = await openKeyFolder(others);

    const refusal = () => open(database, fileKeys(other)).catch((error: Error) => error.message);

    expect(await refusal()).to.match(/file:master-first .* cannot be used: the key file .* is missing; copy it/);
    await other.secret('wrapping/master-first');
    await other.secret('wrapping/vault-first');
    expect(await refusal()).to.match(/file:master-first of this database cannot be used/);
    for (const path of [mine, others]) await rm(path, { recursive: true });
  });

  it('move from files to another keeper, and say “later” while that is down', async () => {
    await using database = await testDatabase();
    await using service = await transitStandIn();
    service.createKey('senim');
    const path = await newFolder();
    const tokenFile = join(path, 'token');
    await writeFile(tokenFile, service.token, { mode: 0o600 });
    const options = { address: service.address, mount: 'transit', tokenFile, key: 'senim' };
    const transit = transitKeys(options, { tries: 1, answerMs: 500 });
    const files = fileKeys(await openKeyFolder(path));
    await using rings = await open(database, files, transit);
    const [key, id] = [randomBytes(32), randomUUID()];
    const before = await rings.master.wrap(key, `data-key:${id}`);
    await keepDataKey(database, id, before.wrapped, before.keyId);
    const rotate = () => rotateRing({ database, ring: 'master', providers: [transit, files], say: () => undefined });
    const kept = async () => {
      const { rows } = await database.pool.query('select wrapped, wrapped_by as "keyId" from keys.data_key');
      return rows[0];
    };

    const moved = await rotate();
    service.rotate('senim');
    const renewed = await rotate();

    expect([moved.keyId, renewed.keyId]).to.deep.equal(['transit:transit/senim:v1', 'transit:transit/senim:v2']);
    expect(renewed.retirable).to.have.members(['file:master-first', 'transit:transit/senim:v1']);
    expect((await kept()).keyId).to.equal('transit:transit/senim:v2');
    expect((await rings.master.unwrap(await kept(), `data-key:${id}`)).equals(key)).to.equal(true);
    service.mood = 'failing';
    const failure = await rings.master.unwrap(await kept(), `data-key:${id}`).catch((error: { code: string }) => error);
    expect(failure).to.include({ code: 'service/unavailable' });
    expect(await rings.check().catch((error: { code: string }) => error.code)).to.equal('service/unavailable');
    await rm(path, { recursive: true });
  });
});
