/** `npm run provision-buckets` as an operator runs it, against a real S3 server. */
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { s3Client } from '../../../server/src/platform/s3/client.s3.ts';
import type { S3Options } from '../../../server/src/platform/s3/s3-options.ts';
import { openBucketStore } from '../../../server/src/platform/stores/content-store.s3.ts';
import { verifyBucket } from '../../../server/src/platform/stores/verify-bucket.s3.ts';
import type { S3User, TestCeph } from '../../support/services/ceph.ts';
import { bucketSettings, sharedCeph } from '../../support/test-buckets.ts';

const SCRIPT = new URL('../../../scripts/provision-buckets.ts', import.meta.url).pathname;

const run = (env: Record<string, string>, ...args: string[]) =>
  new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    const options = { env: { PATH: process.env['PATH'] ?? '', ...env } };
    const child = spawn(process.execPath, ['--conditions=@senim/source', SCRIPT, ...args], options);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: output.trim() }));
  });

const principalOf = ({ uid }: S3User): string => `arn:aws:iam:::user/${uid}`;

const nameOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'done',
    (error: Error) => error.name,
  );

describe('provision-buckets', function () {
  this.timeout(120_000);
  let ceph: TestCeph;
  before(async function () {
    ceph = await sharedCeph(this);
  });

  /** An administrator and two users who may make no buckets of their own. */
  const world = async () => {
    const [administrator, chat, vault] = [
      await ceph.createUser(),
      await ceph.createUser('--max-buckets=-1'),
      await ceph.createUser('--max-buckets=-1'),
    ];
    const optionsOf = ({ accessKeyId, secretAccessKey }: S3User): S3Options => {
      const bucket = `senim-${randomBytes(6).toString('hex')}`;
      return { endpoint: ceph.endpoint, region: 'us-east-1', accessKeyId, secretAccessKey, bucket };
    };
    const buckets = { chat: optionsOf(chat), vault: optionsOf(vault) };
    const environment = {
      ...bucketSettings('S3_', buckets.chat),
      ...bucketSettings('VAULT_S3_', buckets.vault),
      PROVISION_S3_ACCESS_KEY_ID: administrator.accessKeyId,
      PROVISION_S3_SECRET_ACCESS_KEY: administrator.secretAccessKey,
      PROVISION_S3_PRINCIPAL: principalOf(chat),
      PROVISION_VAULT_S3_PRINCIPAL: principalOf(vault),
    };
    return { ...buckets, environment, asAdministrator: s3Client({ ...buckets.chat, ...administrator }) };
  };

  it('makes two buckets that are fit, each open to its own user only, and changes nothing the second time', async () => {
    const { chat, vault, environment, asAdministrator } = await world();

    const first = await run(environment);

    expect([first.code, first.output]).to.deep.equal([0, first.output]);
    expect(first.output.match(/was made/g)).to.have.lengthOf(2);
    for (const secret of [chat.secretAccessKey, environment.PROVISION_S3_SECRET_ACCESS_KEY]) {
      expect(first.output).not.to.include(secret);
    }
    for (const [options, other] of [
      [chat, vault],
      [vault, chat],
    ] as const) {
      const client = s3Client(options);
      const stranger = s3Client({
        ...options,
        ...{ accessKeyId: other.accessKeyId, secretAccessKey: other.secretAccessKey },
      });
      expect(await nameOf(verifyBucket({ client, options, owner: 'me', stranger }))).to.equal('done');
      const store = openBucketStore(client, options);
      const id = randomUUID();
      await store.put(id, Readable.from([randomBytes(6 * 1024 * 1024)]));
      expect((await buffer(store.open(id, { start: 5, end: 14 }))).length).to.equal(10);
      await store.remove(id);

      const refused = openBucketStore(stranger, options);
      expect(await nameOf(refused.put(randomUUID(), Readable.from([Buffer.from('x')])))).to.equal('ProblemError');
      expect(await nameOf(refused.check())).to.equal('ProblemError');
      expect((await fetch(`${options.endpoint}/${options.bucket}`)).status).to.equal(403);

      const { Rules } = await asAdministrator.send(
        new GetBucketLifecycleConfigurationCommand({ Bucket: options.bucket }),
      );
      const [unfinished, versions, marks] = [
        'senim-unfinished-uploads',
        'senim-old-versions',
        'senim-marks-of-deletion',
      ].map((name) => Rules?.find(({ ID }) => ID === name));
      expect(Rules).to.have.lengthOf(3);
      expect(unfinished?.AbortIncompleteMultipartUpload?.DaysAfterInitiation).to.equal(1);
      expect(versions?.NoncurrentVersionExpiration?.NoncurrentDays).to.equal(1);
      expect(marks?.Expiration?.ExpiredObjectDeleteMarker).to.equal(true);
    }

    const second = await run(environment);
    expect(second.output.match(/was there|already/g)).to.have.lengthOf(6);
    expect(second.output).not.to.match(/was made|opened|from now on/);
  });

  it('stops versioning where it finds it', async () => {
    const { chat, environment, asAdministrator } = await world();
    await run(environment);
    const place = { Bucket: chat.bucket };
    await asAdministrator.send(
      new PutBucketVersioningCommand({ ...place, VersioningConfiguration: { Status: 'Enabled' } }),
    );

    const { output } = await run(environment);

    expect(output).to.match(/keeps no old versions from now on/);
    expect((await asAdministrator.send(new GetBucketVersioningCommand(place))).Status).to.equal('Suspended');
  });

  it('prints the rights when it does not know whom to give them', async () => {
    const { environment } = await world();
    const { PROVISION_S3_PRINCIPAL: _, PROVISION_VAULT_S3_PRINCIPAL: __, ...rest } = environment;

    const { code, output } = await run(rest);

    expect(code).to.equal(0);
    expect(output).to.match(/give the server’s user these rights: .*s3:AbortMultipartUpload/);
    expect(output).to.match(/does not let the server in yet/);
  });

  it('says what is missing, and takes no secret from the command line', async () => {
    const { environment } = await world();
    const { PROVISION_S3_SECRET_ACCESS_KEY: _, ...rest } = environment;

    expect(await run(rest)).to.deep.include({ code: 1 });
    expect((await run(rest)).output).to.match(/set PROVISION_S3_SECRET_ACCESS_KEY/);
    expect((await run(environment, '--secret=x')).output).to.match(/nothing is taken from the command line/);
    expect((await run({})).output).to.match(/no bucket is named/);
    expect((await run({ ...environment, PROVISION_S3_SECRET_ACCESS_KEY: 'wrong' })).code).to.equal(1);
  });
});
