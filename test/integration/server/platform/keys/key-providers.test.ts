/** Every keeper of keys holds the same promises; AWS KMS and transit are played by stand-ins, not the real services. */
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Fault } from '../../../../../server/src/kernel/fault.ts';
import { fileKeys, nameOfFileKey } from '../../../../../server/src/platform/keys/file-keys.fs.ts';
import { openKeyFolder } from '../../../../../server/src/platform/keys/key-folder.fs.ts';
import { isUnavailable, type KeyProvider } from '../../../../../server/src/platform/keys/key-provider.ts';
import { kmsKeys } from '../../../../../server/src/platform/keys/kms-keys.kms.ts';
import { transitKeys } from '../../../../../server/src/platform/keys/transit-keys.http.ts';
import type { StandIn } from '../../../../support/services/http-stand-in.ts';
import { kmsStandIn } from '../../../../support/services/kms-stand-in.ts';
import { transitStandIn } from '../../../../support/services/transit-stand-in.ts';

interface World {
  readonly provider: KeyProvider;
  /** What its keeper does before a rotation. */
  readonly makeNewer: () => Promise<void> | void;
  /** Makes what the key wraps unreadable. */
  readonly disable: (keyId: string) => Promise<void> | void;
  /** Absent: it is on this machine. */
  readonly service?: StandIn;
}

const quick = { connectMs: 200, answerMs: 200, tries: 2 };

const filesWorld = async (folder: string): Promise<World> => {
  const keys = await openKeyFolder(folder);
  const provider = fileKeys(keys);
  return {
    provider,
    makeNewer: () => undefined,
    disable: async (keyId) => {
      await keys.remove(nameOfFileKey(keyId));
      provider.forget?.(keyId);
    },
  };
};

const kmsWorld = async (folder: string, stack: AsyncDisposableStack): Promise<World> => {
  const service = stack.use(await kmsStandIn());
  service.createKey('alias/senim');
  const credentialsFile = join(folder, 'credentials');
  const { accessKeyId, secretAccessKey } = service;
  const lines = ['[default]', `aws_access_key_id = ${accessKeyId}`, `aws_secret_access_key = ${secretAccessKey}`];
  await writeFile(credentialsFile, `${lines.join('\n')}\n`, { mode: 0o600 });
  const options = { region: 'eu-central-1', endpoint: service.address, credentialsFile, key: 'alias/senim' };
  return {
    provider: stack.use(kmsKeys(options, quick)),
    makeNewer: () => void service.createKey('alias/senim'),
    disable: (keyId) => service.setEnabled(keyId.replace('aws-kms:', ''), false),
    service,
  };
};

const transitWorld = async (folder: string, stack: AsyncDisposableStack) => {
  const service = stack.use(await transitStandIn());
  service.createKey('senim');
  const tokenFile = join(folder, 'token');
  await writeFile(tokenFile, `${service.token}\n`, { mode: 0o600 });
  const options = { address: service.address, mount: 'transit', tokenFile, key: 'senim' };
  return {
    provider: transitKeys(options, { ...quick, pauseMs: 5 }),
    makeNewer: () => service.rotate('senim'),
    disable: (keyId: string) => service.setMinimum('senim', Number(/:v(\d+)$/.exec(keyId)?.[1]) + 1),
    service,
    options,
    tokenFile,
  };
};

const outcome = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'done',
    (error: Error) =>
      isUnavailable(error) ? 'later' : error instanceof Fault ? error.message : `bug: ${error.message}`,
  );

/** A folder and what goes with a test. */
const arrange = async <Made>(make: (folder: string, stack: AsyncDisposableStack) => Promise<Made>) => {
  const stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'senim-keys-'));
  stack.defer(() => rm(folder, { recursive: true }));
  const world = await make(folder, stack);
  return Object.assign(world as Made & object, { [Symbol.asyncDispose]: () => stack.disposeAsync() });
};

for (const [kind, make] of Object.entries({ file: filesWorld, 'aws-kms': kmsWorld, transit: transitWorld })) {
  describe(`keys kept by ${kind}`, () => {
    const key = randomBytes(32);
    const world = () => arrange<World>(make);

    it('give back what they wrapped, and show nothing of it', async () => {
      await using place = await world();
      const id = await place.provider.newest('master', false);

      const [one, other] = [await place.provider.wrap(id, key, 'a'), await place.provider.wrap(id, key, 'a')];

      expect(id.startsWith(`${kind}:`)).to.equal(true);
      expect((await place.provider.unwrap(id, one, 'a')).equals(key)).to.equal(true);
      expect([one.includes(key), one.includes(key.toString('base64')), one.equals(other)]).to.deep.equal([
        ...[false, false, false],
      ]);
      expect(await place.provider.newest('master', false), 'the same until there is another').to.equal(id);
    });

    it('do not open what was altered, moved to another context, or wrapped under another key', async () => {
      await using place = await world();
      const { provider } = place;
      const id = await provider.newest('master', false);
      const wrapped = await provider.wrap(id, key, 'a');
      await place.makeNewer();
      const newer = await provider.newest('master', true);

      expect(newer).not.to.equal(id);
      const refused = [
        await outcome(provider.unwrap(id, wrapped, 'b')),
        await outcome(provider.unwrap(newer, wrapped, 'a')),
      ];
      for (const offset of [0, Math.floor(wrapped.length / 2), wrapped.length - 5]) {
        const altered = Buffer.from(wrapped);
        altered[offset] = (altered[offset] as number) ^ 1;
        refused.push(await outcome(provider.unwrap(id, altered, 'a')));
      }
      for (const refusal of refused) expect(refusal).not.to.be.oneOf(['done', 'later']).and.not.match(/^bug/);
      expect((await provider.unwrap(id, wrapped, 'a')).equals(key)).to.equal(true);
    });

    it('go to a newer key, and say what to do when the older one is gone', async () => {
      await using place = await world();
      const { provider } = place;
      const id = await provider.newest('master', false);
      const wrapped = await provider.wrap(id, key, 'a');
      await place.makeNewer();
      const newer = await provider.newest('master', true);

      const change = { from: id, to: newer };
      const rewrapped = provider.rewrap
        ? await provider.rewrap(change, wrapped, 'a')
        : await provider.wrap(newer, await provider.unwrap(id, wrapped, 'a'), 'a');
      await place.disable(id);

      expect((await provider.unwrap(newer, rewrapped, 'a')).equals(key)).to.equal(true);
      expect(await outcome(provider.unwrap(id, wrapped, 'a'))).to.match(
        /copy it from another node|is it enabled|disallowed by policy/,
      );
    });

    if (kind === 'file') return;

    it('are refused for now while their keeper fails or hangs, after a bounded number of tries', async () => {
      await using place = await world();
      const { provider } = place;
      const service = place.service as StandIn;
      const id = await provider.newest('master', false);
      const wrapped = await provider.wrap(id, key, 'a');

      for (const mood of ['failing', 'hanging'] as const) {
        service.mood = mood;
        const before = service.requests();
        expect(await outcome(provider.unwrap(id, wrapped, 'a')), mood).to.equal('later');
        expect(service.requests() - before, mood).to.equal(quick.tries);
      }

      service.mood = 'well';
      expect((await provider.unwrap(id, wrapped, 'a')).equals(key)).to.equal(true);
      await service[Symbol.asyncDispose]();
      expect(await outcome(provider.wrap(id, key, 'a')), 'nobody there').to.equal('later');
    });
  });
}

describe('the token of transit', () => {
  it('is read anew at each use, and kept from strangers', async () => {
    await using place = await arrange(transitWorld);
    const { provider, service, tokenFile } = place;
    const id = await provider.newest('master', false);

    service.token = 'hvs.renewed';
    expect(await outcome(provider.wrap(id, Buffer.alloc(32), 'a'))).to.match(/refuses the server’s token/);
    await writeFile(tokenFile, 'hvs.renewed');
    expect(await outcome(provider.wrap(id, Buffer.alloc(32), 'a'))).to.equal('done');
    await chmod(tokenFile, 0o644);
    expect(await outcome(provider.wrap(id, Buffer.alloc(32), 'a'))).to.match(/open to everybody; run chmod/);
    await rm(tokenFile);
    expect(await outcome(provider.wrap(id, Buffer.alloc(32), 'a'))).to.match(/cannot be read \(ENOENT\)/);
  });

  it('is of no use with a key that is not derived, or is not there', async () => {
    await using place = await arrange(transitWorld);
    place.service.createKey('plain', { isDerived: false });

    expect(await outcome(transitKeys({ ...place.options, key: 'plain' }).newest('master', false))).to.match(
      /derived=true/,
    );
    expect(await outcome(transitKeys({ ...place.options, key: 'none' }).newest('master', false))).to.match(
      /has no key/,
    );
  });
});
