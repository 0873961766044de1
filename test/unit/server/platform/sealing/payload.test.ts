/** Sealing and opening payloads, whole and in ranges, and everything that must not open. */

import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import fc from 'fast-check';
import { openPayload } from '../../../../../server/src/platform/sealing/open-payload.ts';
import {
  payloadShape,
  SEALED_CHUNK_BYTES,
  sealedLength,
} from '../../../../../server/src/platform/sealing/payload-format.ts';
import { sealPayload } from '../../../../../server/src/platform/sealing/seal-payload.ts';

const CHUNK = 65_536;
const SIZES = [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000];
const fileKey = randomBytes(16);

const seal = (plain: Buffer, pieceBytes = 10_000): Promise<Buffer> => {
  const pieces = function* () {
    for (let at = 0; at < plain.length; at += pieceBytes) yield plain.subarray(at, at + pieceBytes);
  };
  return buffer(Readable.from(pieces(), { objectMode: false }).pipe(sealPayload(fileKey)));
};

const sourceOf = (sealed: Buffer) => ({
  bytes: sealed.length,
  read: ({ start, end }: { start: number; end: number }) => Readable.from([sealed.subarray(start, end + 1)]),
});

const open = async (sealed: Buffer, key: Uint8Array = fileKey): Promise<Buffer> =>
  buffer((await openPayload(sourceOf(sealed), key)).read());

const refusal = async (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'opened',
    (error: Error) => error.name,
  );

describe('sealed payloads', () => {
  for (const size of SIZES) {
    it(`gives back ${size} bytes as they were`, async () => {
      const plain = randomBytes(size);

      const sealed = await seal(plain);

      expect(sealed.length).to.equal(sealedLength(size));
      expect(payloadShape(sealed.length).plainBytes).to.equal(size);
      expect((await open(sealed)).equals(plain)).to.equal(true);
    });
  }

  it('seals the same bytes whatever the pieces they arrive in', async () => {
    const plain = randomBytes(3 * CHUNK + 17);

    for (const pieceBytes of [1_000, CHUNK, CHUNK + 1, 500_000]) {
      expect((await open(await seal(plain, pieceBytes))).equals(plain)).to.equal(true);
    }
  });

  it('gives back any range', async () => {
    const plain = randomBytes(3 * CHUNK + 100);
    const payload = await openPayload(sourceOf(await seal(plain)), fileKey);
    const position = fc.nat({ max: plain.length - 1 });

    await fc.assert(
      fc.asyncProperty(position, position, async (one, other) => {
        const [start, end] = one < other ? [one, other] : [other, one];
        const bytes = await buffer(payload.read({ start, end }));
        return bytes.equals(plain.subarray(start, end + 1));
      }),
      { numRuns: 60 },
    );
  });

  it('reads only the chunks that a range needs', async () => {
    const sealed = await seal(randomBytes(10 * CHUNK));
    let bytesRead = 0;
    const source = sourceOf(sealed);
    const counting = {
      ...source,
      read: (range: { start: number; end: number }) => {
        bytesRead += range.end - range.start + 1;
        return source.read(range);
      },
    };

    await buffer((await openPayload(counting, fileKey)).read({ start: 5 * CHUNK + 10, end: 5 * CHUNK + 20 }));

    expect(bytesRead).to.be.below(2 * SEALED_CHUNK_BYTES + 17);
  });
});

describe('payloads that were tampered with do not open', () => {
  const plain = randomBytes(3 * CHUNK + 100);
  const chunkAt = (index: number): number => 16 + index * SEALED_CHUNK_BYTES;
  let sealed: Buffer;

  before(async () => {
    sealed = await seal(plain);
  });

  const flipped = (offset: number): Buffer => {
    const copy = Buffer.from(sealed);
    copy[offset] = (copy[offset] as number) ^ 1;
    return copy;
  };

  for (const [what, tamper] of Object.entries<() => Buffer>({
    'a bit of the nonce flipped': () => flipped(3),
    'a bit of the first chunk flipped': () => flipped(chunkAt(0) + 5),
    'a bit of a tag flipped': () => flipped(chunkAt(1) - 1),
    'a bit of the last chunk flipped': () => flipped(sealed.length - 20),
    'the last byte cut off': () => sealed.subarray(0, -1),
    'the last chunk cut off': () => sealed.subarray(0, chunkAt(3)),
    'a chunk taken out': () => Buffer.concat([sealed.subarray(0, chunkAt(1)), sealed.subarray(chunkAt(2))]),
    'two chunks swapped': () =>
      Buffer.concat([
        sealed.subarray(0, chunkAt(0)),
        sealed.subarray(chunkAt(1), chunkAt(2)),
        sealed.subarray(chunkAt(0), chunkAt(1)),
        sealed.subarray(chunkAt(2)),
      ]),
    'a byte appended': () => Buffer.concat([sealed, Buffer.of(0)]),
    'nothing left': () => Buffer.alloc(0),
    'only the nonce left': () => sealed.subarray(0, 16),
  })) {
    it(what, async () => {
      expect(await refusal(open(tamper()))).to.equal('Fault');
    });
  }

  it('another key', async () => {
    expect(await refusal(open(sealed, randomBytes(16)))).to.equal('Fault');
  });

  it('releases nothing of a chunk whose tag is wrong, and all before it', async () => {
    const payload = await openPayload(sourceOf(flipped(chunkAt(2) + 1)), fileKey);
    const released: Buffer[] = [];

    const outcome = await refusal(
      (async () => {
        for await (const part of payload.read()) released.push(part as Buffer);
      })(),
    );

    expect(outcome).to.equal('Fault');
    expect(Buffer.concat(released).equals(plain.subarray(0, 2 * CHUNK))).to.equal(true);
  });

  it('an empty last chunk after a full one', async () => {
    const { derivePayloadKey, sealChunk } = await import(
      '../../../../../server/src/platform/sealing/payload-format.ts'
    );
    const nonce = randomBytes(16);
    const key = derivePayloadKey(fileKey, nonce);
    const full = sealChunk(key, [randomBytes(CHUNK)], 0, false);
    const empty = sealChunk(key, [], 1, true);

    expect(await refusal(open(Buffer.concat([nonce, ...full, ...empty])))).to.equal('Fault');
  });
});
