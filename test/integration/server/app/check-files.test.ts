/** The search for orphans in both directions, and its repair, against folders and against buckets. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import { checkFiles, type FilesCheck } from '../../../../server/src/app/check-files.ts';
import { toBuckets } from '../../../../server/src/config/bucket-settings.ts';
import { toKeyOptions } from '../../../../server/src/config/key-settings.ts';
import { readSettings } from '../../../../server/src/config/read-env.ts';
import { s3Client } from '../../../../server/src/platform/s3/client.s3.ts';
import { openFolderStore } from '../../../../server/src/platform/stores/content-store.fs.ts';
import { openBucketStore } from '../../../../server/src/platform/stores/content-store.s3.ts';
import type { ObjectStore } from '../../../../server/src/platform/stores/object-store.ts';
import { plainJpeg } from '../../../support/sample-files.ts';
import { silentLogger } from '../../../support/silent-logger.ts';
import { connectStranger } from '../../../support/stranger.ts';
import { bucketSettings, sharedCeph, testBucket } from '../../../support/test-buckets.ts';
import { testDatabase } from '../../../support/test-database.ts';
import { type TestServer, testServer } from '../../../support/test-server.ts';
import { download, upload } from '../../../support/upload.ts';

const SCRIPT = new URL('../../../../scripts/files-check.ts', import.meta.url).pathname;
const keys = toKeyOptions(readSettings({}));
/** Everything is old enough, whatever the clocks say of the last second. */
const AGELESS = -5_000;

const kinds: Record<string, (context: Mocha.Context) => Promise<Record<string, string>>> = {
  folders: async () => ({}),
  buckets: async (context) => {
    const ceph = await sharedCeph(context);
    return {
      ...bucketSettings('S3_', await testBucket(ceph)),
      ...bucketSettings('VAULT_S3_', await testBucket(ceph)),
    };
  },
};

for (const [kind, settingsOf] of Object.entries(kinds)) {
  describe(`files:check with ${kind}`, function () {
    this.timeout(120_000);
    let settings: Record<string, string>;
    let server: TestServer;
    let stores: { attachments: ObjectStore; vault: ObjectStore };
    let token: string;
    let conversationId: string;

    before(async function () {
      settings = await settingsOf(this);
      server = await testServer({ settings });
      const { attachments, vault } = toBuckets(readSettings(settings));
      const open = async (name: string, bucket: typeof vault) =>
        bucket ? openBucketStore(s3Client(bucket), bucket) : openFolderStore(join(server.dataFolder, name));
      stores = { attachments: await open('attachments', attachments), vault: await open('vault', vault) };
      ({ token } = await server.createVisitor());
      using visitor = await connectStranger(server.url, token);
      ({
        conversation: { id: conversationId },
      } = await visitor.tell('conversation:open', { kind: 'support' }));
    });
    after(() => server?.[Symbol.asyncDispose]());

    const check = (more: Partial<FilesCheck> = {}) =>
      checkFiles({
        config: { dataFolder: server.dataFolder, buckets: toBuckets(readSettings(settings)), keys },
        database: server.database,
        logger: silentLogger,
        ageMs: AGELESS,
        ...more,
      });
    const found = async (more: Partial<FilesCheck> = {}) =>
      (await check(more)).map(({ name, orphans, lost }) => ({ name, orphans, lost: lost.map((each) => each.ownerId) }));
    const send = async (path: string, fields: Record<string, string>): Promise<string> => {
      const file = { bytes: new Uint8Array(await plainJpeg(400, 300)), name: 'a.jpg', type: 'image/jpeg' };
      const { answer } = await upload(server.url, path, token, { conversationId, ...fields }, file);
      return answer.id;
    };
    const sendPhoto = () => send('/v1/attachments', { kind: 'photo' });
    const objectOf = async (ownerId: string, variant: string): Promise<string> => {
      const { rows } = await server.database.pool.query(
        'select id from stored_object where owner_id = $1 and variant = $2',
        [ownerId, variant],
      );
      return rows[0].id;
    };
    const contentOf = (id: string, query = '') => download(server.url, `/v1/attachments/${id}/content${query}`, token);
    const nothing = [
      { name: 'attachments', orphans: [], lost: [] },
      { name: 'vault', orphans: [], lost: [] },
    ];

    it('finds nothing where all is well', async () => {
      await sendPhoto();
      await send('/v1/identity-documents', { documentType: 'passport' });

      expect(await found()).to.deep.equal(nothing);
    });

    it('removes what no row knows, and destroys what has lost its bytes, with a note in the audit log', async () => {
      const [whole, lost, plain] = [await sendPhoto(), await sendPhoto(), await sendPhoto()];
      const passport = await send('/v1/identity-documents', { documentType: 'passport' });
      const [orphan, short] = [randomUUID(), await objectOf(passport, 'full')];
      await stores.attachments.remove(await objectOf(lost, 'full'));
      await stores.attachments.remove(await objectOf(plain, 'thumbnail'));
      await stores.attachments.put(orphan, Readable.from([Buffer.from('nobody’s')]));
      await stores.vault.remove(short);
      await stores.vault.put(short, Readable.from([Buffer.from('cut off')]));

      const before = await found();
      expect(before[0]?.orphans).to.deep.equal([orphan]);
      expect(before[0]?.lost).to.have.members([lost, plain]);
      expect(before[1]).to.deep.equal({ name: 'vault', orphans: [], lost: [passport] });

      await check({ isRepair: true });

      expect(await found()).to.deep.equal(nothing);
      expect((await contentOf(whole)).status).to.equal(200);
      expect((await contentOf(plain)).status, 'without its thumbnail').to.equal(200);
      expect((await contentOf(plain, '?variant=thumbnail')).status).to.equal(409);
      expect((await contentOf(lost)).status).to.equal(409);
      const { rows } = await server.database.pool.query(
        `select a.status from attachment a where a.id = $1 union all select d.status from identity_document d where d.id = $2`,
        [lost, passport],
      );
      expect(rows.map(({ status }) => status)).to.deep.equal(['destroyed', 'destroyed']);
      const { rows: entries } = await server.database.pool.query(
        `select payload from audit_entry where payload like '%"files-check"%' order by number`,
      );
      expect(entries).to.have.lengthOf(3);
      expect(entries.map(({ payload }) => JSON.parse(payload).details.destroyed).sort()).to.deep.equal([
        false,
        true,
        true,
      ]);
    });

    it('leaves alone what is young: it may be on its way', async () => {
      const young = randomUUID();
      await stores.attachments.put(young, Readable.from([Buffer.from('x')]));

      const [attachments] = await check({ isRepair: true, ageMs: 15 * 60_000 });

      expect(attachments?.orphans).to.deep.equal([]);
      await stores.attachments.remove(young);
    });

    it('mends nothing when so much is missing that the store may be the wrong one', async () => {
      const { rows } = await server.database.pool.query(
        `insert into stored_object (id, store, owner_id, variant, bytes, status)
         select gen_random_uuid(), 'attachments', gen_random_uuid(), 'full', 1, 'stored' from generate_series(1, 20)
         returning id`,
      );

      const refusal = await check({ isRepair: true }).catch((error: Error) => error.message);

      expect(refusal).to.match(/20 of \d+ objects are missing in attachments: .* Nothing was mended/);
      const ids = rows.map(({ id }) => id);
      await server.database.pool.query('delete from stored_object where id = any($1)', [ids]);
    });

    it('refuses keys that are not those of the database', async () => {
      await using other = await testServer();

      const config = { dataFolder: other.dataFolder, buckets: { attachments: undefined, vault: undefined }, keys };
      const refusal = await check({ config, isRepair: true }).catch((error: Error) => error.message);

      expect(refusal).to.match(/key file:master-first of this database cannot be used/);
    });

    it('says so in its exit code', async () => {
      const run = (env: Record<string, string>): Promise<number | null> =>
        new Promise((resolve) => {
          const child = spawn(process.execPath, ['--conditions=@senim/source', SCRIPT], {
            env: {
              PATH: process.env['PATH'] ?? '',
              DATABASE_URL: server.database.connectionString,
              ...settings,
              ...env,
            },
          });
          child.on('close', resolve);
        });

      expect(await run({ SENIM_DATA_DIR: server.dataFolder })).to.equal(0);
      expect(await run({ SENIM_DATA_DIR: join(server.dataFolder, 'none') })).to.equal(2);
    });
  });
}

describe('files:check', () => {
  it('looks at nothing without keys', async () => {
    await using database = await testDatabase();
    const config = { dataFolder: '/nowhere', buckets: { attachments: undefined, vault: undefined }, keys };

    const refusal = await checkFiles({ config, database, logger: silentLogger }).catch((error: Error) => error.message);

    expect(refusal).to.match(/holds no keys; set SENIM_DATA_DIR/);
  });
});
