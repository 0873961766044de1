/** What we seal the stock `age` tool opens, and what it seals we open. */

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect } from 'chai';
import { openPayload } from '../../../../../server/src/platform/sealing/open-payload.ts';
import { makeHeader, rewrapHeader } from '../../../../../server/src/platform/sealing/payload-header.ts';
import { sealPayload } from '../../../../../server/src/platform/sealing/seal-payload.ts';
import { requireTool, runTool } from '../../../../support/installed-tool.ts';
import { memoryKeyRing } from '../../../../support/memory/memory-key-ring.ts';

const SIZES = [0, 1, 65_535, 65_536, 65_537, 1_000_000];

describe('the age tool', () => {
  let folder: string;
  let identity: string;
  let recipient: string;
  let identityFile: string;

  before(async function () {
    requireTool(this, 'age');
    folder = await mkdtemp(join(tmpdir(), 'senim-age-'));
    identity = await generateX25519Identity();
    recipient = await identityToRecipient(identity);
    identityFile = join(folder, 'identity.txt');
    await writeFile(identityFile, `${identity}\n`, { mode: 0o600 });
  });

  after(() => (folder ? rm(folder, { recursive: true, force: true }) : undefined));

  const sealWithRecovery = async (plain: Buffer): Promise<Buffer> => {
    const { header, fileKey } = await makeHeader({
      keyRing: memoryKeyRing(),
      context: 'test',
      recipients: [recipient],
    });
    const payload = await buffer(Readable.from([plain], { objectMode: false }).pipe(sealPayload(fileKey)));
    return Buffer.concat([header, payload]);
  };

  for (const size of SIZES) {
    it(`opens ${size} bytes that we sealed`, async () => {
      const plain = randomBytes(size);

      const opened = await runTool('age', ['--decrypt', '-i', identityFile], await sealWithRecovery(plain));

      expect(opened.equals(plain)).to.equal(true);
    });

    it(`seals ${size} bytes that we open`, async () => {
      const plain = randomBytes(size);
      const sealed = await runTool('age', ['-r', recipient], plain);
      const headerEnd = sealed.indexOf('\n', sealed.indexOf('\n--- ') + 1) + 1;
      const payload = sealed.subarray(headerEnd);
      const decrypter = new Decrypter();
      decrypter.addIdentity(identity);
      const fileKey = await decrypter.decryptHeader(sealed.subarray(0, headerEnd));

      const opened = await openPayload(
        { bytes: payload.length, read: ({ start, end }) => Readable.from([payload.subarray(start, end + 1)]) },
        fileKey,
      );

      expect((await buffer(opened.read())).equals(plain)).to.equal(true);
    });
  }

  it('refuses what was cut off or altered, as we do', async () => {
    const sealed = await sealWithRecovery(randomBytes(100_000));
    const altered = Buffer.from(sealed);
    altered[altered.length - 1000] = (altered[altered.length - 1000] as number) ^ 1;

    for (const bad of [sealed.subarray(0, -1), altered]) {
      const outcome = await runTool('age', ['--decrypt', '-i', identityFile], bad).then(
        () => 'opened',
        () => 'refused',
      );
      expect(outcome).to.equal('refused');
    }
  });

  it('opens what got a new master key, with the payload as it was', async () => {
    const [from, to, context] = [memoryKeyRing(), memoryKeyRing(), 'test'];
    const plain = randomBytes(100_000);
    const made = await makeHeader({ keyRing: from, context, recipients: [recipient] });
    const payload = await buffer(Readable.from([plain], { objectMode: false }).pipe(sealPayload(made.fileKey)));

    const { header: rewrapped } = await rewrapHeader(made, { from, to, context });

    const opened = await runTool('age', ['--decrypt', '-i', identityFile], Buffer.concat([rewrapped, payload]));
    expect(opened.equals(plain)).to.equal(true);
  });
});
