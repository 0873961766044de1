/** Photos, voice and identity documents through the SDK. */
import { SenimError } from '@senim/client';
import { expect } from 'chai';
import { oggVoice, phonePhoto } from '../../support/sample-files.ts';
import { type TestServer, testServer } from '../../support/test-server.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { connectClient, listen } from './people.ts';

const blobOf = (bytes: Buffer, type: string): Blob => new Blob([Uint8Array.from(bytes)], { type });

describe('SDK: attachments', () => {
  let server: TestServer;

  before(async function () {
    this.timeout(60_000);
    server = await testServer();
  });

  after(() => server[Symbol.asyncDispose]());

  it('sends a photo with its progress, and the other side sees it', async () => {
    await using alice = await connectClient(server, await server.createVisitor());
    const conversation = await alice.conversations.open({ kind: 'support' });
    await using bob = await connectClient(server, await server.createAgent('agent'));
    const heard = listen(bob.conversations.get(conversation.id));
    const photo = blobOf(await phonePhoto({ width: 1_600, height: 1_200 }), 'image/jpeg');
    const fractions: number[] = [];

    const message = await conversation.sendPhoto(photo, {
      text: 'Look',
      onProgress: ({ fraction }) => fractions.push(fraction),
    });
    await waitUntil('Bob has it', () => heard.length === 1);

    const [attachment] = message.attachments;
    if (!attachment) throw new Error('no attachment');
    expect(attachment).to.include({ kind: 'photo', status: 'available' });
    expect(attachment.receipt?.removed).to.include('location');
    expect(message.text).to.equal('Look');
    expect(fractions.at(-1)).to.equal(1);
    expect(fractions).to.deep.equal([...fractions].sort((left, right) => left - right));
    const [full, thumbnail] = await Promise.all([
      bob.attachments.content(attachment.id),
      bob.attachments.content(attachment.id, { variant: 'thumbnail' }),
    ]);
    expect(full.size).to.equal(attachment.bytes);
    expect(thumbnail.size).to.be.within(1, full.size);
  }).timeout(60_000);

  it('stops an upload that is aborted, and sends no message', async () => {
    await using alice = await connectClient(server, await server.createVisitor());
    const conversation = await alice.conversations.open({ kind: 'support' });
    const abort = new AbortController();
    const photo = blobOf(await phonePhoto({ width: 3_000, height: 2_000 }), 'image/jpeg');

    const error = await conversation
      .sendPhoto(photo, { signal: abort.signal, onProgress: () => abort.abort(new Error('changed my mind')) })
      .catch((reason: unknown) => reason);

    expect(error).to.be.instanceOf(SenimError);
    expect(error).to.include({ code: 'client/aborted', isRetryable: false });
    expect(await conversation.messages()).to.deep.equal([]);
  }).timeout(60_000);

  it('says why a file was refused', async () => {
    await using alice = await connectClient(server, await server.createVisitor());
    const conversation = await alice.conversations.open({ kind: 'support' });

    const error = await conversation
      .sendPhoto(new Blob(['no photo at all'], { type: 'image/jpeg' }))
      .catch((reason: unknown) => reason);

    expect(error).to.be.instanceOf(SenimError);
    expect((error as SenimError).code).to.match(/^attachment\//);
    expect((error as SenimError).problem?.traceId).to.be.a('string');
  }).timeout(60_000);

  it('sends a voice message', async () => {
    await using alice = await connectClient(server, await server.createVisitor());
    const conversation = await alice.conversations.open({ kind: 'support' });

    const message = await conversation.sendVoice(blobOf(await oggVoice(1), 'audio/ogg'));

    expect(message.attachments[0]).to.include({ kind: 'voice', status: 'available' });
    expect(message.attachments[0]?.durationMs).to.be.within(900, 1_200);
  }).timeout(60_000);
});
