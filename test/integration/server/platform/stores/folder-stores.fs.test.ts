/** The object store and the spool in folders. */

import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import { openPayload } from '../../../../../server/src/platform/sealing/open-payload.ts';
import { openFolderStore } from '../../../../../server/src/platform/stores/content-store.fs.ts';
import { openFolderSpool } from '../../../../../server/src/platform/stores/spool.fs.ts';
import type { SpooledFile } from '../../../../../server/src/platform/stores/spool.ts';
import { codeOf, objectStoreSuite } from './object-store-suite.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'senim-store-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const filesUnder = async (root: string): Promise<string[]> =>
  (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const failing = async function* (): AsyncGenerator<Buffer> {
  yield randomBytes(100_000);
  throw new Error('the connection was lost');
};

describe('the folder store', () => {
  objectStoreSuite(async () => ({
    store: await openFolderStore(folder),
    leaveHalf: async (id) => {
      await mkdir(join(folder, id.slice(-2)), { recursive: true });
      await writeFile(join(folder, id.slice(-2), `${id}.partial`), 'y');
    },
    description: { folder },
  }));

  it('is open to its owner only', async () => {
    const store = await openFolderStore(join(folder, 'root'));
    const id = randomUUID();

    await store.put(id, Readable.from([Buffer.from('x')]));

    const path = join(folder, 'root', id.slice(-2), id);
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    expect((await stat(join(folder, 'root', id.slice(-2)))).mode & 0o777).to.equal(0o700);
    expect((await stat(join(folder, 'root'))).mode & 0o777).to.equal(0o700);
  });

  it('takes a file of the same disk as it is, once, and keeps it when the file goes', async () => {
    const store = await openFolderStore(join(folder, 'root'));
    const id = randomUUID();
    const path = join(folder, 'finished');
    const bytes = randomBytes(100_000);
    await writeFile(path, bytes, { mode: 0o600 });

    expect(await store.putFile?.(id, path)).to.equal(bytes.length);
    await rm(path);

    expect((await buffer(store.open(id, { start: 0, end: bytes.length - 1 }))).equals(bytes)).to.equal(true);
    const ids = (await Array.fromAsync(store.list())).map((entry) => entry.id);
    expect(ids).to.deep.equal([id]);
    await writeFile(path, 'another');
    const lost = await codeOf(store.putFile?.(randomUUID(), join(folder, 'nowhere')) ?? Promise.resolve());
    expect(lost).to.equal('ENOENT');
    expect(await filesUnder(join(folder, 'root'))).to.have.lengthOf(1);
  });

  it('cannot be used when its folder is gone', async () => {
    const store = await openFolderStore(join(folder, 'root'));
    await rm(join(folder, 'root'), { recursive: true });

    expect(await codeOf(store.check())).to.equal('ENOENT');
  });
});

describe('the spool', () => {
  it('counts, hashes and gives back what it took', async () => {
    const spool = await openFolderSpool(folder);
    const bytes = randomBytes(200_000);

    await using file = (await spool.write(Readable.from([bytes]), { maxBytes: 200_000 })) as SpooledFile;

    expect(file.bytes).to.equal(200_000);
    expect(file.sha256.equals(createHash('sha256').update(bytes).digest())).to.equal(true);
    expect((await buffer(file.read())).equals(bytes)).to.equal(true);
    expect((await buffer(file.read({ start: 5, end: 9 }))).equals(bytes.subarray(5, 10))).to.equal(true);
  });

  it('never has plain bytes on the disk', async () => {
    const spool = await openFolderSpool(folder);
    const secret = Buffer.from('a telling sentence '.repeat(5_000));

    await using _ = (await spool.write(Readable.from([secret]), { maxBytes: 1e6 })) as SpooledFile;

    const [path] = await filesUnder(folder);
    expect((await readFile(path as string)).includes('telling')).to.equal(false);
    expect((await stat(path as string)).mode & 0o777).to.equal(0o600);
  });

  it('reads any range of a large file, as often as one likes', async () => {
    const spool = await openFolderSpool(folder);
    const bytes = randomBytes(2_000_003);
    await using file = (await spool.write(Readable.from([bytes]), { maxBytes: 3e6 })) as SpooledFile;

    for (const [start, end] of [
      [0, 2_000_002],
      [524_287, 524_289],
      [65_535, 1_500_000],
      [1_999_999, 2_000_002],
      [0, 2_000_002],
    ] as const) {
      const read = await buffer(file.read({ start, end }));
      expect(read.equals(bytes.subarray(start, end + 1)), `${start}-${end}`).to.equal(true);
    }
  });

  it('seals a payload that can be stored as it lies', async () => {
    const spool = await openFolderSpool(folder);
    const bytes = randomBytes(300_000);
    await using file = (await spool.write(Readable.from([bytes]), { maxBytes: 1e6 })) as SpooledFile;
    const { fileKey, read, path } = file.sealed ?? expect.fail('it lies sealed');

    const sealed = await buffer(read());
    expect(sealed.equals(await readFile(path))).to.equal(true);
    const source = {
      bytes: sealed.length,
      read: ({ start, end }: { start: number; end: number }) => Readable.from([sealed.subarray(start, end + 1)]),
    };
    expect((await buffer((await openPayload(source, fileKey)).read())).equals(bytes)).to.equal(true);
  });

  it('takes a file bit by bit, in bits of any size, and keeps what came before it broke off', async () => {
    const spool = await openFolderSpool(folder);
    await using draft = await spool.begin();
    const bytes = randomBytes(200_000);
    const single = Array.from(bytes.subarray(0, 1_000), (byte) => Buffer.of(byte));
    const broken = async function* (): AsyncGenerator<Buffer> {
      yield bytes.subarray(1_000, 70_000);
      throw new Error('the connection was lost');
    };

    expect(await draft.append(Readable.from(single), { maxBytes: 200_000 })).to.equal('taken');
    expect(await codeOf(draft.append(broken(), { maxBytes: 200_000 }))).to.equal('the connection was lost');
    expect(draft.bytes).to.equal(70_000);
    expect(await draft.append(Readable.from([bytes.subarray(0, 130_001)]), { maxBytes: 200_000 })).to.equal(
      'too-large',
    );
    expect(draft.bytes).to.equal(70_000);
    await draft.append(Readable.from([bytes.subarray(70_000)]), { maxBytes: 200_000 });

    const file = await draft.finish();
    expect((await buffer(file.read())).equals(bytes)).to.equal(true);
    expect(file.sha256.equals(createHash('sha256').update(bytes).digest())).to.equal(true);
    await file[Symbol.asyncDispose]();
    expect(await filesUnder(folder)).to.deep.equal([]);
  });

  it('takes no more than it has room for, and has room again', async () => {
    const spool = await openFolderSpool(folder, 100_000);
    const take = (bytes: number) => spool.write(Readable.from([randomBytes(bytes)]), { maxBytes: 1e6 });
    const first = (await take(60_000)) as SpooledFile;

    expect(await codeOf(take(60_000))).to.equal('service/unavailable');
    await first[Symbol.asyncDispose]();
    await using second = (await take(60_000)) as SpooledFile;

    expect(second.bytes).to.equal(60_000);
    expect(await filesUnder(folder)).to.have.lengthOf(1);
  });

  it('stops at the cap and keeps nothing', async () => {
    const spool = await openFolderSpool(folder);
    let taken = 0;
    const endless = async function* () {
      for (;;) {
        taken += 10_000;
        yield Buffer.alloc(10_000);
      }
    };

    expect(await spool.write(endless(), { maxBytes: 1_000_000 })).to.equal('too-large');

    expect(taken).to.be.below(1_200_000);
    expect(await filesUnder(folder)).to.deep.equal([]);
  });

  it('keeps nothing when the bytes break off', async () => {
    const spool = await openFolderSpool(folder);

    expect(await codeOf(spool.write(failing(), { maxBytes: 1e6 }))).to.equal('the connection was lost');

    expect(await filesUnder(folder)).to.deep.equal([]);
  });

  it('removes a file when it is disposed', async () => {
    const spool = await openFolderSpool(folder);
    {
      await using _ = (await spool.write(Readable.from([Buffer.from('x')]), { maxBytes: 10 })) as SpooledFile;
    }

    expect(await filesUnder(folder)).to.deep.equal([]);
  });

  it('is emptied of what processes left that are gone, and of nothing else', async () => {
    await writeFile(join(folder, 'left-over'), 'x');
    const running = await openFolderSpool(folder);
    await using kept = (await running.write(Readable.from([Buffer.from('x')]), { maxBytes: 10 })) as SpooledFile;
    const [own] = await readdir(folder);
    // No process has this number: it is above the highest there can be.
    const dead = join(folder, (own as string).replace(/-\d+-/, '-99999999-'));
    await mkdir(dead);
    await writeFile(join(dead, 'x'), 'x');

    await using _ = await openFolderSpool(folder);

    expect((await filesUnder(folder)).length).to.equal(1);
    expect((await buffer(kept.read())).toString()).to.equal('x');
    await running[Symbol.asyncDispose]();
    expect(await filesUnder(folder)).to.deep.equal([]);
  });
});
