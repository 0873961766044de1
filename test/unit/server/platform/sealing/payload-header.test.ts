/** Headers: bound to their object and key ring, and refused when altered. */
import { expect } from 'chai';
import { makeHeader, openHeader } from '../../../../../server/src/platform/sealing/payload-header.ts';
import { memoryKeyRing } from '../../../../support/memory/memory-key-ring.ts';

const outcome = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'opened',
    (error: Error) => error.name,
  );

describe('payload headers', () => {
  const keyRing = memoryKeyRing();
  const context = 'attachments:one';

  it('give back the file key', async () => {
    const { header, fileKey } = await makeHeader({ keyRing, context });

    expect(Buffer.from(await openHeader(header, keyRing, context)).equals(fileKey)).to.equal(true);
    expect(header.toString()).to.match(/^age-encryption\.org\/v1\n-> senim\/kek\n/);
  });

  it('never repeat a file key', async () => {
    const one = await makeHeader({ keyRing, context });
    const other = await makeHeader({ keyRing, context });

    expect(Buffer.compare(one.fileKey, other.fileKey)).not.to.equal(0);
  });

  it('do not open for another object, store or key ring', async () => {
    const { header } = await makeHeader({ keyRing, context });

    expect(await outcome(openHeader(header, keyRing, 'attachments:other'))).to.equal('Fault');
    expect(await outcome(openHeader(header, keyRing, 'vault:one'))).to.equal('Fault');
    expect(await outcome(openHeader(header, memoryKeyRing(), context))).to.equal('Fault');
  });

  it('do not open when any single byte was altered', async () => {
    const { header } = await makeHeader({ keyRing, context });

    for (let offset = 0; offset < header.length; offset++) {
      const altered = Buffer.from(header);
      altered[offset] = (altered[offset] as number) ^ 0x02;
      expect(await outcome(openHeader(altered, keyRing, context)), `byte ${offset}`).to.equal('Fault');
    }
  });
});
