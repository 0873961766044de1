/** Quarantine in memory, for small files and not for too many. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import { memoryFirstSpool } from '../../../../../server/src/platform/stores/memory-first-spool.ts';
import type { Spool, SpooledFile } from '../../../../../server/src/platform/stores/spool.ts';

/** What came to the spool behind, as a whole. */
const spoolBehind = () => {
  const written: string[] = [];
  const spool: Spool = {
    begin: () => Promise.reject(new Error('not asked')),
    write: async (bytes) => {
      const whole = await buffer(bytes as AsyncIterable<Buffer>);
      written.push(whole.toString());
      return {
        bytes: whole.length,
        sha256: Buffer.alloc(32),
        read: () => Readable.from([whole]),
        [Symbol.asyncDispose]: async () => undefined,
      };
    },
  };
  return { spool, written };
};

const parts = (...texts: string[]): Readable => Readable.from(texts.map((text) => Buffer.from(text)));
const room = { fileBytes: 8, totalBytes: 12 };
const options = { maxBytes: 100 };

describe('the spool in memory', () => {
  it('keeps a small file, and nothing of it goes further', async () => {
    const { spool, written } = spoolBehind();
    const file = (await memoryFirstSpool(spool, room).write(parts('abc', 'def'), options)) as SpooledFile;

    expect((await buffer(file.read())).toString()).to.equal('abcdef');
    expect((await buffer(file.read({ start: 1, end: 3 }))).toString()).to.equal('bcd');
    expect(file.sha256).to.deep.equal(createHash('sha256').update('abcdef').digest());
    expect(file.bytes).to.equal(6);
    expect(written).to.deep.equal([]);
  });

  it('keeps an empty file', async () => {
    const file = (await memoryFirstSpool(spoolBehind().spool, room).write(parts(), options)) as SpooledFile;

    expect([file.bytes, (await buffer(file.read())).length]).to.deep.equal([0, 0]);
  });

  it('passes a larger file on whole', async () => {
    const { spool, written } = spoolBehind();

    await memoryFirstSpool(spool, room).write(parts('abcde', 'fgh', 'i', 'jkl'), options);

    expect(written).to.deep.equal(['abcdefghijkl']);
  });

  it('has room again when files are gone, refused or broken off', async () => {
    const { spool, written } = spoolBehind();
    const memory = memoryFirstSpool(spool, room);
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('abcdefg');
        throw new RangeError('broken off');
      })(),
    );

    const first = (await memory.write(parts('abcdefg'), options)) as SpooledFile;
    await memory.write(parts('tuvwxyz'), options);
    expect(written).to.deep.equal(['tuvwxyz']);
    await first[Symbol.asyncDispose]();
    await first[Symbol.asyncDispose]();
    expect(await memory.write(parts('abcdefg'), { maxBytes: 5 })).to.equal('too-large');
    expect(await memory.write(broken, options).catch((error: Error) => error.name)).to.equal('RangeError');
    await memory.write(parts('abcdefg'), options);
    expect(written).to.deep.equal(['tuvwxyz']);
  });

  it('shows every byte once to whoever looks on, wherever it is kept', async () => {
    for (const texts of [
      ['abc', 'def'],
      ['abcde', 'fgh', 'i', 'jkl'],
    ]) {
      const seen: string[] = [];
      const behind = spoolBehind().spool;
      const looking: Spool = {
        begin: behind.begin,
        write: async (bytes, { onPart, ...rest }) => {
          const shown = Readable.from(bytes).map((part: Uint8Array) => {
            onPart?.(part);
            return part;
          });
          return behind.write(shown, rest);
        },
      };
      await memoryFirstSpool(looking, room).write(parts(...texts), {
        ...options,
        onPart: (part) => seen.push(Buffer.from(part).toString()),
      });

      expect(seen).to.deep.equal(texts);
    }
  });

  it('gives nothing out when it is gone', async () => {
    const file = (await memoryFirstSpool(spoolBehind().spool, room).write(parts('abc'), options)) as SpooledFile;
    await file[Symbol.asyncDispose]();

    expect(() => file.read()).to.throw(RangeError);
  });

  it('gives its memory back when it is gone, unless somebody still reads', async () => {
    const spool = memoryFirstSpool(spoolBehind().spool);
    const whole = Buffer.alloc(100_000, 'a');
    for (const isRead of [true, false]) {
      const file = (await spool.write(parts(whole.toString()), { maxBytes: 200_000 })) as SpooledFile;
      const reader = file.read();
      const [piece] = (await reader.take(1).toArray()) as [Buffer];
      const other = file.read();
      if (isRead) await buffer(other);
      await file[Symbol.asyncDispose]();

      expect(piece.length).to.equal(isRead ? 0 : whole.length);
    }
  });
});
