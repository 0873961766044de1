/** SIGTERM while people send: nobody can hold the server up, and nothing is lost that was acknowledged. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { createVisitor } from '../support/people.ts';
import { field, MULTIPART, openRequest, type RawRequest } from '../support/raw-request.ts';
import { type ServerProcess, serverProcess } from '../support/server-process.ts';
import { connectStranger } from '../support/stranger.ts';
import { waitUntil } from '../support/wait-until.ts';

const FILE = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n';
const IN_FLIGHT = 10;

describe('a server that is told to stop', function () {
  // Much less than the senders below could hold it: they are slow, not idle.
  this.timeout(60_000);
  let server: ServerProcess;
  let open: DisposableStack;
  before(async () => {
    server = await serverProcess();
  });
  after(() => server[Symbol.asyncDispose]());
  beforeEach(async () => {
    open = new DisposableStack();
    await server.start();
  });
  // Also when the server waits for them.
  afterEach(() => open.dispose());

  it('waits neither for uploads that dribble, nor for bodies that it refused, nor for sockets that do not answer', async () => {
    const { token } = await createVisitor(server.url);
    using stranger = await connectStranger(server.url, token);
    const { conversation } = await stranger.tell('conversation:open', { kind: 'support' });
    const begin = (request: Omit<RawRequest, 'token'>) =>
      open.adopt(openRequest(server.url, { ...request, token }), (socket) => void socket.destroy());
    const dribbling = (path: string, kind: string) => {
      const socket = begin({ path, headers: { ...MULTIPART, 'Content-Length': '90000000' } });
      socket.write(field('conversationId', conversation.id) + field('kind', kind) + FILE);
      return socket;
    };
    const upgrade = { Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Version': '13' };
    const deaf = begin({
      method: 'GET',
      path: '/socket.io/?EIO=4&transport=websocket',
      headers: { ...upgrade, 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==' },
    });
    const senders = [dribbling('/v1/attachments', 'file'), dribbling('/v1/nothing', 'file')];
    const dribble = (): void => senders.forEach((socket) => void socket.write('x'.repeat(500)));
    open.adopt(setInterval(dribble, 50), clearInterval);
    const heard = new Set<unknown>();
    for (const socket of [senders[1], deaf]) socket?.once('data', () => heard.add(socket));
    await waitUntil('they are all under way', () => heard.size === 2);

    expect(await server.terminate()).to.equal(0);
  });

  it('keeps what it acknowledged, and takes the rest once more afterwards', async () => {
    const { token } = await createVisitor(server.url);
    using stranger = await connectStranger(server.url, token);
    const { conversation } = await stranger.tell('conversation:open', { kind: 'support' });
    const acknowledged = new Map<string, { id: string; seq: number }>();
    const unanswered: string[] = [];
    const send = async (clientMessageId: string, { ask, socket }: typeof stranger): Promise<boolean> => {
      const lost = new Promise<undefined>((resolve) => socket.once('disconnect', () => resolve(undefined)));
      const message = { conversationId: conversation.id, clientMessageId, text: 'under way' };
      const answer = await Promise.race([ask('message:send', message).catch(() => undefined), lost]);
      if (answer?.ok) acknowledged.set(clientMessageId, answer.data.message);
      return Boolean(answer?.ok);
    };
    const worker = async (): Promise<void> => {
      for (let id = randomUUID(); ; id = randomUUID()) {
        if (await send(id, stranger)) continue;
        unanswered.push(id);
        return;
      }
    };
    const sending = Promise.all(Array.from({ length: IN_FLIGHT }, worker));
    await waitUntil('messages flow', () => acknowledged.size > 100);

    expect(await server.terminate()).to.equal(0);
    await sending;
    await server.start();
    using again = await connectStranger(server.url, token);
    const before = new Map(acknowledged);
    for (const id of unanswered) expect(await send(id, again)).to.equal(true);
    for (const [id, { id: messageId, seq }] of before) {
      await send(id, again);
      expect(acknowledged.get(id)).to.include({ id: messageId, seq });
    }

    expect(unanswered).to.have.length(IN_FLIGHT);
    const seqs = [...acknowledged.values()].map(({ seq }) => seq).sort((one, other) => one - other);
    expect(seqs).to.deep.equal(seqs.map((_, index) => index + 1));
  });
});
