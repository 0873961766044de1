/** Uploads over a network that breaks, to a server that restarts: they arrive once, or leave nothing. */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { SenimClient, type UploadPhase } from '@senim/client';
import { expect } from 'chai';
import { createVisitor } from '../../support/people.ts';
import { serverProcess } from '../../support/server-process.ts';
import { testServer } from '../../support/test-server.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { cuttableProxy } from './cuttable-proxy.ts';

const MEGABYTE = 1_000_000;
const fileOf = (bytes: number): Blob =>
  new Blob([Uint8Array.from(Buffer.alloc(bytes, 'a line of a plain text file\n'))], { type: 'text/plain' });

const hashOf = async (blob: Blob): Promise<string> =>
  createHash('sha256')
    .update(new Uint8Array(await blob.arrayBuffer()))
    .digest('hex');

const spooled = async (dataFolder: string): Promise<string[]> => {
  const names = await readdir(dataFolder, { recursive: true, withFileTypes: true });
  return names.filter((entry) => entry.isFile() && /spool|quarantine/.test(entry.parentPath)).map(({ name }) => name);
};

describe('SDK: uploads on a bad network', function () {
  this.timeout(180_000);

  it('arrive once, byte for byte, over a link that breaks again and again', async () => {
    await using server = await testServer();
    await using proxy = await cuttableProxy(server.url);
    const { token } = await server.createVisitor();
    await using alice = new SenimClient({ url: proxy.url, token: async () => token });
    await alice.connect();
    const conversation = await alice.conversations.open({ kind: 'support' });
    const file = fileOf(20 * MEGABYTE);
    const phases = new Set<UploadPhase>();
    const sent: number[] = [];

    proxy.carry(3 * MEGABYTE);
    const message = await conversation.sendFile(file, {
      onProgress: (progress) => {
        phases.add(progress.phase);
        sent.push(progress.sent);
      },
    });

    expect(proxy.cuts).to.be.at.least(5);
    proxy.carry(Number.POSITIVE_INFINITY);
    expect([...phases]).to.include.members(['sending', 'waiting', 'done']);
    expect(sent).to.deep.equal([...sent].sort((one, other) => one - other));
    const [attachment] = message.attachments;
    expect(message.attachments).to.have.length(1);
    expect(await hashOf(await alice.attachments.content(attachment?.id ?? ''))).to.equal(await hashOf(file));
    expect(await conversation.messages()).to.have.length(1);
    await waitUntil('the spool is empty', async () => (await spooled(server.dataFolder)).length === 0);
  });

  it('send a small file once, though its answer was lost', async () => {
    await using server = await testServer();
    await using proxy = await cuttableProxy(server.url);
    const { token } = await server.createVisitor();
    await using alice = new SenimClient({ url: proxy.url, token: async () => token });
    await alice.connect();
    const conversation = await alice.conversations.open({ kind: 'support' });
    const file = fileOf(300_000);
    const key = crypto.randomUUID();

    // The connection ends with the last bytes: whether the server has taken the file, nobody can tell.
    proxy.carry(300_200);
    const lost = alice.attachments.upload(conversation.id, 'file', file, { key });
    await waitUntil('the network broke', () => proxy.cuts > 0);
    proxy.carry(Number.POSITIVE_INFINITY);
    const first = await lost;
    const again = await alice.attachments.upload(conversation.id, 'file', file, { key });

    expect(again.id).to.equal(first.id);
  });

  it('leave nothing behind when they are aborted', async () => {
    await using server = await testServer();
    const { token } = await server.createVisitor();
    await using alice = new SenimClient({ url: server.url, token: async () => token });
    await alice.connect();
    const conversation = await alice.conversations.open({ kind: 'support' });
    const abort = new AbortController();

    const error = await conversation
      .sendFile(fileOf(20 * MEGABYTE), {
        signal: abort.signal,
        onProgress: ({ sent }) => sent > 2 * MEGABYTE && abort.abort(),
      })
      .catch((reason: unknown) => reason);

    expect(error).to.include({ code: 'client/aborted', isRetryable: false });
    await waitUntil('the spool is empty', async () => (await spooled(server.dataFolder)).length === 0);
    expect(await conversation.messages()).to.deep.equal([]);
  });

  it('begin anew by themselves when the server was killed and started again', async () => {
    await using server = await serverProcess();
    await server.start();
    await using proxy = await cuttableProxy(server.url);
    const { token } = await createVisitor(server.url);
    await using alice = new SenimClient({ url: proxy.url, token: async () => token });
    await alice.connect();
    const conversation = await alice.conversations.open({ kind: 'support' });
    const file = fileOf(12 * MEGABYTE);
    let restart: Promise<unknown> | undefined;

    const message = await conversation.sendFile(file, {
      onProgress: ({ sent }) => {
        if (sent < 3 * MEGABYTE || restart !== undefined) return;
        proxy.cut();
        restart = server
          .kill()
          .then(() => server.start())
          .finally(() => proxy.mend());
      },
    });
    await restart;

    expect(restart).to.not.equal(undefined);
    expect(message.attachments[0]).to.include({ status: 'available', bytes: 12 * MEGABYTE });
    expect(await conversation.messages()).to.have.length(1);
  });
});
