/** The object store and the spool in folders. */

import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
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
