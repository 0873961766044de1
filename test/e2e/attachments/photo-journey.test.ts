/** A photo taken on a phone: rebuilt without a trace of where, sealed on the disk, seen by participants only. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'chai';
import sharp from 'sharp';
import { findInFolder } from '../../support/folder-grep.ts';
import { requireTool, runTool } from '../../support/installed-tool.ts';
import { phonePhoto } from '../../support/sample-files.ts';
import { connectStranger } from '../../support/stranger.ts';
import { testServer } from '../../support/test-server.ts';
import { download, upload } from '../../support/upload.ts';
import { waitUntil } from '../../support/wait-until.ts';

const FORBIDDEN_GROUPS = /^(EXIF|GPS|IFD\d|SubIFD|XMP.*|IPTC|Photoshop|ICC.*|MPF\d*|JUMBF|MakerNotes|ExifIFD):/;

describe('a photo', () => {
  it('arrives upright, without location, camera or thumbnail, and lies sealed on the disk', async function () {
    requireTool(this, 'exiftool');
    await using server = await testServer();
    const alice = await server.createVisitor();
    const bob = await server.createAgent('agent');
    const mallory = await server.createVisitor();
    using visitor = await connectStranger(server.url, alice.token);
    using agent = await connectStranger(server.url, bob.token);
    const { conversation } = await visitor.tell('conversation:open', { kind: 'support' });
    const conversationId = conversation.id;
    const original = new Uint8Array(await phonePhoto({ width: 640, height: 480, orientation: 6 }));

    const { status, answer } = await upload(
      server.url,
      '/v1/attachments',
      alice.token,
      { conversationId, kind: 'photo' },
      { bytes: original, name: 'holiday at home.jpg', type: 'image/jpeg' },
    );
    expect([status, answer.status]).to.deep.equal([201, 'available']);
    expect(answer.receipt.removed).to.include('location');
    await visitor.tell('message:send', { conversationId, clientMessageId: randomUUID(), attachmentIds: [answer.id] });
    await waitUntil('the agent has it', () => agent.received('message:created').length === 1);
    const [attachment] = agent.received('message:created')[0].message.attachments;

    const path = `/v1/attachments/${attachment.id}/content`;
    const served = await download(server.url, path, bob.token);
    const bytes = Buffer.from(await served.arrayBuffer());
    const [tags] = JSON.parse((await runTool('exiftool', ['-j', '-G1', '-a', '-u', '-U', '-'], bytes)).toString());
    expect(Object.keys(tags).filter((tag) => FORBIDDEN_GROUPS.test(tag))).to.deep.equal([]);
    const { width, height } = await sharp(bytes).metadata();
    expect([width, height], 'turned upright').to.deep.equal([480, 640]);
    expect(served.headers.get('x-content-type-options')).to.equal('nosniff');
    expect(served.headers.get('content-disposition')).to.match(/^attachment/);
    for (const token of [mallory.token, (await server.createAgent('verifier')).token]) {
      expect((await download(server.url, path, token)).status).to.be.oneOf([403, 404]);
    }
    const signatures = [bytes.subarray(0, 64), Buffer.from(original).subarray(0, 64), 'holiday at home'];
    expect(await findInFolder(join(server.dataFolder, 'attachments'), signatures)).to.deep.equal([]);
    expect(await findInFolder(join(server.dataFolder, 'spool'), [''])).to.deep.equal([]);
  });

  it('that is taken back is gone for an agent who only looks into the inbox as well, at once', async () => {
    await using server = await testServer();
    const alice = await server.createVisitor();
    using visitor = await connectStranger(server.url, alice.token);
    using agent = await connectStranger(server.url, (await server.createAgent('agent')).token);
    const { conversation } = await visitor.tell('conversation:open', { kind: 'support' });
    const fields = { conversationId: conversation.id, kind: 'photo' };
    const file = { bytes: new Uint8Array(await phonePhoto()), name: 'a.jpg', type: 'image/jpeg' };
    const { answer } = await upload(server.url, '/v1/attachments', alice.token, fields, file);
    const content = { conversationId: conversation.id, clientMessageId: randomUUID(), attachmentIds: [answer.id] };
    const { message } = await visitor.tell('message:send', content);

    await visitor.tell('message:redact', { conversationId: conversation.id, messageId: message.id });

    await waitUntil('the agent knows', () => agent.received('attachment:changed').length === 1);
    const [{ attachment }] = agent.received('attachment:changed');
    expect(attachment).to.include({ id: answer.id, status: 'destroyed', name: '' });
  });

  it('needs its own consent, and a type on the list whatever its name says', async () => {
    await using server = await testServer();
    const shy = await server.createVisitor({ purposes: ['service'] });
    const alice = await server.createVisitor();
    const send = async (
      who: { token: string },
      kind: string,
      file: { bytes: Uint8Array<ArrayBuffer>; name: string },
    ) => {
      using person = await connectStranger(server.url, who.token);
      const { conversation } = await person.tell('conversation:open', { kind: 'support' });
      const fields = { conversationId: conversation.id, kind };
      const { status, answer } = await upload(server.url, '/v1/attachments', who.token, fields, file);
      return [status, answer.code];
    };
    const text = (content: string) => new Uint8Array(Buffer.from(content));
    const photo = new Uint8Array(await phonePhoto());

    expect(await send(shy, 'photo', { bytes: photo, name: 'a.jpg' })).to.deep.equal([403, 'consent/required']);
    expect(await send(shy, 'file', { bytes: photo, name: 'a.jpg' })).to.deep.equal([403, 'consent/required']);
    for (const [kind, name, content] of [
      ['photo', 'a.jpg', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'],
      ['file', 'a.pdf', '<html><script>1</script></html>'],
      ['file', 'a.exe', 'MZ\u0000\u0001binary'],
      ['voice', 'a.webm', 'not audio at all'],
    ] as const) {
      const [status, code] = await send(alice, kind, { bytes: text(content), name });
      expect(status, name).to.be.oneOf([415, 422]);
      expect(code, name).to.match(/^attachment\//);
    }
    const { rows } = await server.database.pool.query(`select 1 from stored_object where status = 'stored'`);
    expect(rows).to.have.lengthOf(0);
  });
});
