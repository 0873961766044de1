/** Headers: bound to their object and key ring, and refused when altered. */
import { expect } from 'chai';
import {
  checkRecipient,
  makeHeader,
  openHeader,
  rewrapHeader,
} from '../../../../../server/src/platform/sealing/payload-header.ts';
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
    const made = await makeHeader({ keyRing, context });

    expect(Buffer.from(await openHeader(made, keyRing, context)).equals(made.fileKey)).to.equal(true);
    expect(made.header.toString()).to.match(/^age-encryption\.org\/v1\n-> senim\/kek\n/);
  });

  it('never repeat a file key', async () => {
    const one = await makeHeader({ keyRing, context });
    const other = await makeHeader({ keyRing, context });

    expect(Buffer.compare(one.fileKey, other.fileKey)).not.to.equal(0);
  });

  it('do not open for another object, store or key ring', async () => {
    const header = await makeHeader({ keyRing, context });

    expect(await outcome(openHeader(header, keyRing, 'attachments:other'))).to.equal('Fault');
    expect(await outcome(openHeader(header, keyRing, 'vault:one'))).to.equal('Fault');
    expect(await outcome(openHeader(header, memoryKeyRing(), context))).to.equal('Fault');
  });

  it('do not open when any single byte was altered', async () => {
    const { header, keyId } = await makeHeader({ keyRing, context });

    for (let offset = 0; offset < header.length; offset++) {
      const altered = Buffer.from(header);
      altered[offset] = (altered[offset] as number) ^ 0x02;
      expect(await outcome(openHeader({ header: altered, keyId }, keyRing, context)), `byte ${offset}`).to.equal(
        'Fault',
      );
    }
  });

  it('go under another key ring with the same file key, and no longer open under the first', async () => {
    const [from, to] = [keyRing, memoryKeyRing()];
    const made = await makeHeader({ keyRing: from, context });

    const rewrapped = await rewrapHeader(made, { from, to, context });

    expect(Buffer.from(await openHeader(rewrapped, to, context)).equals(made.fileKey)).to.equal(true);
    expect(await outcome(openHeader(rewrapped, from, context))).to.equal('Fault');
    expect(await outcome(openHeader(rewrapped, to, 'attachments:other'))).to.equal('Fault');
    expect(rewrapped.header.length).to.equal(made.header.length);
  });

  it('are not rewrapped when they were altered, or are another object’s', async () => {
    const made = await makeHeader({ keyRing, context });
    const altered = Buffer.from(made.header);
    altered[altered.length - 5] = (altered[altered.length - 5] as number) ^ 0x02;
    const to = memoryKeyRing();

    expect(await outcome(rewrapHeader({ ...made, header: altered }, { from: keyRing, to, context }))).to.equal('Fault');
    expect(await outcome(rewrapHeader(made, { from: keyRing, to, context: 'vault:one' }))).to.equal('Fault');
  });

  it('are sealed for no recipient that was cut off', () => {
    const recipient = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';

    expect(() => checkRecipient(recipient)).not.to.throw();
    expect(() => checkRecipient(recipient.slice(0, -1))).to.throw(/not an age recipient/);
  });
});
