/** Documents asked for and handed over through the SDK: by an agent, by a verifier who reads nothing, by the customer. */
import { type Message, SenimError } from '@senim/client';
import { expect } from 'chai';
import sharp from 'sharp';
import { phonePhoto } from '../../support/sample-files.ts';
import { type TestServer, testServer } from '../../support/test-server.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { connectClient, listen } from './people.ts';

const blobOf = (bytes: Buffer): Blob => new Blob([Uint8Array.from(bytes)], { type: 'image/jpeg' });

/** Compresses badly: more than a megabyte, so that it is uploaded in pieces. */
const noise = () =>
  sharp({
    create: {
      width: 1_500,
      height: 1_500,
      channels: 3,
      background: '#fff',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  });

describe('SDK: document requests', function () {
  this.timeout(60_000);
  let server: TestServer;
  before(async () => {
    server = await testServer();
  });
  after(() => server[Symbol.asyncDispose]());

  it('reach the customer, are answered in one piece and in several, and everyone sees how they stand', async () => {
    await using alice = await connectClient(server, await server.createVisitor());
    const conversation = await alice.conversations.open({ kind: 'support' });
    const heard = listen(conversation);
    await using bob = await connectClient(server, await server.createAgent('agent'));
    const desk = bob.conversations.get(conversation.id);
    const changes: Message[] = [];
    desk.on('messageChanged', (message) => changes.push(message));

    const asked = await desk.requestDocuments({ documentTypes: ['passport', 'diploma'], reason: 'Refund 1042' });
    await waitUntil('Alice is asked', () => heard.length === 1);
    expect(heard[0]?.documentRequest).to.deep.equal(asked.documentRequest);
    expect(heard[0]?.documentRequest).to.include({ reason: 'Refund 1042', status: 'open' });

    const small = blobOf(await phonePhoto({ width: 320, height: 240 }));
    const large = blobOf(await noise().jpeg({ quality: 95 }).toBuffer());
    expect(large.size).to.be.greaterThan(1_000_000);
    const to = { conversationId: conversation.id, requestId: asked.id };
    const first = await alice.identityDocuments.create({ ...to, documentType: 'passport', file: small });
    await alice.identityDocuments.create({ ...to, documentType: 'diploma', file: large });

    expect(first.requestId).to.equal(asked.id);
    await waitUntil('Bob sees both', () => changes.length === 2);
    expect(changes.map(({ documentRequest }) => documentRequest?.status)).to.deep.equal(['open', 'answered']);
    const error = await desk.withdrawDocumentRequest(asked.id).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(SenimError).and.include({ code: 'document-request/not-open' });
  });

  it('may come from a verifier, who learns how they stand, and be withdrawn', async () => {
    await using alice = await connectClient(server, await server.createVisitor());
    const conversation = await alice.conversations.open({ kind: 'support' });
    const changes: Message[] = [];
    conversation.on('messageChanged', (message) => changes.push(message));
    await conversation.send('Hello');
    await using vera = await connectClient(server, await server.createAgent('verifier'));
    const desk = vera.conversations.get(conversation.id);

    const asked = await desk.requestDocuments({ documentTypes: ['identity-card'], reason: 'The first one is blurred' });
    expect(await desk.documentRequests()).to.deep.equal([asked]);
    await desk.withdrawDocumentRequest(asked.id);
    await waitUntil('Alice is told', () => changes.length === 1);

    expect(changes[0]?.documentRequest?.status).to.equal('withdrawn');
    const file = blobOf(await phonePhoto({ width: 320, height: 240 }));
    const late = { conversationId: conversation.id, requestId: asked.id, documentType: 'identity-card', file } as const;
    const error = await alice.identityDocuments.create(late).catch((reason: unknown) => reason);
    expect(error).to.include({ code: 'document-request/not-open', isRetryable: false });
  });
});
