/** The server is killed while a file waits for the malware scanner: the file is still there, and settled afterwards. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { requireTool } from '../support/installed-tool.ts';
import { createVisitor } from '../support/people.ts';
import { plainJpeg } from '../support/sample-files.ts';
import { serverProcess } from '../support/server-process.ts';
import { testClamd } from '../support/services/clamd.ts';
import { connectStranger } from '../support/stranger.ts';
import { download, upload } from '../support/upload.ts';
import { waitUntil } from '../support/wait-until.ts';

describe('a server that is killed while files are held', function () {
  this.timeout(180_000);

  it('has them checked after its next start', async function () {
    requireTool(this, 'clamd');
    await using clamd = await testClamd({ isStarted: false });
    await using server = await serverProcess({ CLAMD_URL: clamd.url });
    await server.start();
    const { token } = await createVisitor(server.url);
    using alice = await connectStranger(server.url, token);
    const { conversation } = await alice.tell('conversation:open', { kind: 'support' });
    const fields = { conversationId: conversation.id, kind: 'photo' };
    const file = { bytes: Uint8Array.from(await plainJpeg()), name: 'a.jpg' };
    const { status, answer } = await upload(server.url, '/v1/attachments', token, fields, file);
    expect([status, answer.status]).to.deep.equal([201, 'checking']);
    const link = { conversationId: conversation.id, clientMessageId: randomUUID(), attachmentIds: [answer.id] };
    await alice.tell('message:send', link);

    await server.kill();
    await clamd.start();
    await server.start();

    const path = `/v1/attachments/${answer.id}/content`;
    await waitUntil('it is available', async () => (await download(server.url, path, token)).status === 200, 60_000);
    expect(server.output()).to.include('the malware scanner answers');
  });
});
