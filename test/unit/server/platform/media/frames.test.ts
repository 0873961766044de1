/** Frames on the pipe between server and worker. */

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import fc from 'fast-check';
import { encodeHead, FrameReader } from '../../../../../server/src/platform/media/frames.ts';

const cut = function* (bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
};

const nameOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'done',
    (error: Error) => error.name,
  );

describe('frames', () => {
  it('come out as they went in, however the pipe cuts them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 50 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 40 }),
        async (files, size) => {
          const all = Buffer.concat(files.flatMap((file) => [encodeHead({ bytes: file.length }), Buffer.from(file)]));
          const reader = new FrameReader(Readable.from(cut(all, size)));
          for (const file of files) {
            const { bytes } = (await reader.head()) as { bytes: number };
            expect((await buffer(Readable.from(reader.bytes(bytes)))).equals(file)).to.equal(true);
          }
          expect(await reader.head()).to.equal(undefined);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('are refused when they are cut off, or their head is too long', async () => {
    const head = encodeHead({ a: 1 });

    expect(await nameOf(new FrameReader(Readable.from([head.subarray(0, -1)])).head())).to.equal('Fault');
    expect(await nameOf(new FrameReader(Readable.from([Buffer.of(0xff, 0, 0, 0)])).head())).to.equal('Fault');
    expect(await nameOf(buffer(Readable.from(new FrameReader(Readable.from([head])).bytes(1_000))))).to.equal('Fault');
  });
});
