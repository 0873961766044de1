/** What a file is, said by its first bytes. */

import { Readable } from 'node:stream';
import { expect } from 'chai';
import sharp from 'sharp';
import { intakePolicies } from '../../../../../../server/src/features/attachments/attachment-limits.ts';
import { sniffType } from '../../../../../../server/src/features/attachments/pipeline/sniff-type.ts';

const sniff = (name: string, bytes: Buffer) =>
  sniffType({
    id: 'a',
    policy: intakePolicies.photo,
    incoming: { name, declaredType: '', receive: async () => 'too-large' },
    file: {
      bytes: bytes.length,
      sha256: Buffer.alloc(32),
      read: (range) => Readable.from([bytes.subarray(range?.start ?? 0, (range?.end ?? bytes.length) + 1)]),
      [Symbol.asyncDispose]: async () => undefined,
    },
  });

/** Its list of properties comes behind its pixels, as scanners write them. */
const largeTiff = (): Promise<Buffer> =>
  sharp({ create: { width: 200, height: 200, channels: 3, background: 'teal' } })
    .tiff({ compression: 'none' })
    .toBuffer();

describe('the type of a file', () => {
  it('is TIFF, though what the picture is made of stands at its end', async () => {
    const bytes = await largeTiff();
    expect(bytes.readUInt32LE(4), 'where its properties are').to.be.above(100_000);

    const result = await sniff('scan.tif', bytes);

    expect(result.kind === 'continue' && result.upload.type).to.deep.equal({
      family: 'image',
      mediaType: 'image/tiff',
    });
  });

  it('is not TIFF for two letters alone', async () => {
    const result = await sniff('scan.tif', Buffer.concat([Buffer.from('II.\0'), Buffer.alloc(200_000)]));

    expect(result.kind === 'reject' && result.rejection.reason).to.equal('type-not-allowed');
  });

  it('may not be contradicted by the name', async () => {
    const result = await sniff('song.mp3', await largeTiff());

    expect(result.kind === 'reject' && result.rejection.detail).to.equal('name, declared type and bytes disagree');
  });
});
