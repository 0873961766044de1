/** The company asks for documents: only its staff can, only through the server, and only the person asked can answer. */
import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { type Answer, call } from '../../../../support/http-call.ts';
import type { TestPerson } from '../../../../support/people.ts';
import { phonePhoto } from '../../../../support/sample-files.ts';
import { connectStranger, type Stranger } from '../../../../support/stranger.ts';
import { type TestServer, testServer } from '../../../../support/test-server.ts';
import { upload } from '../../../../support/upload.ts';
import { waitUntil } from '../../../../support/wait-until.ts';

const REASON = 'To return what you paid twice (order 1042).';

describe('document requests', function () {
  this.timeout(60_000);
  let server: TestServer;
  let photo: Uint8Array<ArrayBuffer>;
  let alice: TestPerson;
  let visitor: Stranger;
  let conversationId: string;
  let ann: TestPerson;
  let agent: Stranger;
  let vera: TestPerson;
  let verifier: Stranger;
  let supervisor: Stranger;
  before(async () => {
    server = await testServer();
    photo = new Uint8Array(await phonePhoto({ width: 320, height: 240 }));
    ann = await server.createAgent('agent');
    vera = await server.createAgent('verifier');
    agent = await connectStranger(server.url, ann.token);
    verifier = await connectStranger(server.url, vera.token);
    supervisor = await connectStranger(server.url, (await server.createAgent('supervisor')).token);
  });
  after(async () => {
    for (const stranger of [agent, verifier, supervisor]) stranger[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    alice = await server.createVisitor();
    visitor = await connectStranger(server.url, alice.token);
    conversationId = (await visitor.tell('conversation:open', { kind: 'support' })).conversation.id;
  });
  afterEach(() => visitor[Symbol.dispose]());

  const wish = (more: object = {}): object => ({
    ...{ conversationId, clientRequestId: randomUUID(), documentTypes: ['passport'], reason: REASON, ...more },
  });
  const request = async (more: object = {}, by = agent): Promise<Answer> =>
    (await by.tell('document-request:create', wish(more))).message;
  const handOver = (documentType: string, requestId?: string, by = alice, to = conversationId) =>
    upload(
      server.url,
      '/v1/identity-documents',
      by.token,
      { conversationId: to, documentType, ...(requestId === undefined ? {} : { requestId }) },
      { bytes: photo, name: 'a.jpg', type: 'image/jpeg' },
    );
  const codeOf = async (stranger: Stranger, command: string, payload: object): Promise<string> =>
    (await stranger.ask(command, payload)).problem?.code;
  const historyOf = async (stranger: Stranger): Promise<Answer[]> =>
    (await stranger.tell('message:list', { conversationId, limit: 100 })).messages;
  const stateOf = async (id: string): Promise<Answer> =>
    (await historyOf(visitor)).find((message: Answer) => message.id === id).documentRequest;
  const auditOf = async (id: string): Promise<string[]> => {
    const { rows } = await server.database.pool.query<{ said: string }>(
      `select (payload::jsonb ->> 'operation') || ' ' || (payload::jsonb ->> 'outcome') as said
       from audit_entry where payload::jsonb ->> 'resource' like $1 order by number`,
      [`%:${id}`],
    );
    return rows.map(({ said }) => said);
  };
  const expire = (id: string) =>
    server.database.pool.query(`update document_request set open_until = now() - interval '1 second' where id = $1`, [
      id,
    ]);

  it('say which documents, why, until when and who will see them, and are numbered like messages', async () => {
    await visitor.tell('message:send', { conversationId, clientMessageId: randomUUID(), text: 'Hello' });
    const asked = await request({ documentTypes: ['passport', 'diploma', 'passport'], days: 3 });
    await waitUntil('the customer is told', async () => visitor.received('message:created').length > 0);

    expect(asked).to.include({ seq: 2, text: '', authorKind: 'agent', revision: 0 });
    const { until, ...rest } = asked.documentRequest;
    expect(rest).to.deep.equal({
      documentTypes: ['passport', 'diploma'],
      reason: REASON,
      status: 'open',
      receivedTypes: [],
      visibleTo: 'verifiers',
      keptForSeconds: 30 * 86_400,
    });
    expect(Date.parse(until) - Date.parse(asked.createdAt)).to.be.closeTo(3 * 86_400_000, 60_000);
    expect(visitor.received('message:created').at(-1).message).to.deep.equal(asked);
    expect((await historyOf(visitor)).at(-1)).to.deep.equal(asked);
  });

  it('are made once for each client’s id, and answered as at first', async () => {
    const payload = wish();
    const answers = await Promise.all([1, 2, 3].map(() => agent.tell('document-request:create', payload)));
    const again = await agent.tell('document-request:create', payload);

    expect(new Set([...answers, again].map(({ message }) => message.id))).to.have.length(1);
    expect(await historyOf(visitor)).to.have.length(1);
  });

  it('cannot be made of a message that was sent under the same id', async () => {
    const clientMessageId = randomUUID();
    await agent.tell('message:send', { conversationId, clientMessageId, text: 'Your passport, please' });

    const payload = wish({ clientRequestId: clientMessageId });
    expect(await codeOf(agent, 'document-request:create', payload)).to.equal('request/key-reused');
    const { rows } = await server.database.pool.query('select 1 from document_request where client_request_id = $1', [
      clientMessageId,
    ]);
    expect(rows).to.deep.equal([]);
  });

  it('keep neither their reason nor anything else readable in the database', async () => {
    const { id } = await request();

    const { rows } = await server.database.pool.query<{ body: Buffer; row: string }>(
      `select m.body_sealed as body, to_json(r)::text as row from message m join document_request r using (id)
       where m.id = $1`,
      [id],
    );
    expect(rows[0]?.body.includes('order 1042')).to.equal(false);
    expect(rows[0]?.row).not.to.include('order 1042');
  });

  describe('cannot be imitated', () => {
    it('by fields that a message does not have', async () => {
      const { documentRequest } = await request();
      for (const sender of [visitor, agent]) {
        const payload = { conversationId, clientMessageId: randomUUID(), text: 'Your passport', documentRequest };
        expect(await codeOf(sender, 'message:send', payload)).to.equal('request/invalid');
      }
    });

    it('by text that looks like one, of customers or of agents', async () => {
      const card = await request();
      const text = JSON.stringify({ documentRequest: card.documentRequest });
      for (const sender of [visitor, agent]) {
        const { message } = await sender.tell('message:send', {
          ...{ conversationId, clientMessageId: randomUUID(), text },
        });
        expect(message).to.include({ text }).and.not.to.have.property('documentRequest');
        expect((await historyOf(visitor)).at(-1)).to.deep.equal(message);
      }
    });

    it('by editing: neither a message into a request, nor the reason of a request', async () => {
      const card = await request();
      const { message } = await agent.tell('message:send', {
        ...{ conversationId, clientMessageId: randomUUID(), text: 'Hello' },
      });
      const edit = (messageId: string, more = {}) =>
        codeOf(agent, 'message:edit', { conversationId, messageId, text: 'x', ...more });

      expect(await edit(message.id, { documentRequest: card.documentRequest })).to.equal('request/invalid');
      expect(await edit(card.id)).to.equal('auth/forbidden');
      expect((await stateOf(card.id)).reason).to.equal(REASON);
    });

    it('by customers, who may not ask', async () => {
      expect(await codeOf(visitor, 'document-request:create', wish())).to.equal('auth/forbidden');
    });
  });

  it('ask for another kind of document for supervisors only, and the refusal is recorded', async () => {
    const payload = wish({ documentTypes: ['other'] });
    expect(await codeOf(agent, 'document-request:create', payload)).to.equal('auth/forbidden');
    expect(await codeOf(verifier, 'document-request:create', payload)).to.equal('auth/forbidden');
    const { documentRequest } = await request({ documentTypes: ['other'] }, supervisor);

    expect(documentRequest.documentTypes).to.deep.equal(['other']);
    expect(await auditOf(conversationId)).to.deep.equal([
      'document-request-create refused',
      'document-request-create refused',
      'document-request-create granted',
    ]);
  });

  it('are bounded in types, words and time', async () => {
    const wrong = [{ documentTypes: [] }, { documentTypes: ['x-ray'] }, { reason: ' ' }, { reason: 'x'.repeat(501) }];
    for (const more of [...wrong, { days: 0 }, { days: 31 }, { days: 1.5 }]) {
      expect(await codeOf(agent, 'document-request:create', wish(more))).to.equal('request/invalid');
    }
  });

  it('have no place in a closed or a private conversation, and the try in a private one is recorded', async () => {
    const bob = await server.createVisitor();
    const { conversation } = await visitor.tell('conversation:open', { kind: 'direct', with: bob.id });
    for (const asker of [agent, verifier, supervisor]) {
      const payload = wish({ conversationId: conversation.id });
      expect(await codeOf(asker, 'document-request:create', payload)).to.equal('conversation/not-found');
      const list = { conversationId: conversation.id };
      expect(await codeOf(asker, 'document-request:list', list)).to.equal('conversation/not-found');
    }
    expect(new Set(await auditOf(conversation.id))).to.deep.equal(new Set(['conversation-read refused']));

    await visitor.tell('conversation:close', { conversationId });
    expect(await codeOf(agent, 'document-request:create', wish())).to.equal('conversation/closed');
  });

  it('may come from a verifier, who sees the requests of the conversation and nothing else of it', async () => {
    await visitor.tell('message:send', { conversationId, clientMessageId: randomUUID(), text: 'a secret' });
    const first = await request({}, verifier);
    const second = await request();

    const { messages } = await verifier.tell('document-request:list', { conversationId });
    expect(messages).to.deep.equal([second, first]);
    expect(await codeOf(verifier, 'message:list', { conversationId })).to.equal('auth/forbidden');
  });

  it('are answered when all that was asked for has come, and everybody is told of each', async () => {
    const { id } = await request({ documentTypes: ['passport', 'diploma'] });

    const { status, answer } = await handOver('diploma', id);
    expect([status, answer.requestId]).to.deep.equal([201, id]);
    expect(await stateOf(id)).to.deep.include({ status: 'open', receivedTypes: ['diploma'] });
    await handOver('passport', id);
    expect(await stateOf(id)).to.deep.include({ status: 'answered', receivedTypes: ['diploma', 'passport'] });
    // The other side of a card.
    expect((await handOver('passport', id)).status).to.equal(201);

    const told = () => agent.received('message:changed').filter(({ message }) => message.id === id);
    await waitUntil('the agent is told', async () => told().length === 3);
    expect(told().map(({ message }) => [message.revision, message.documentRequest.status])).to.deep.equal([
      [1, 'open'],
      [2, 'answered'],
      [3, 'answered'],
    ]);
    const head = { conversationId, seq: 1, revision: 0 };
    const { messages } = await visitor.tell('session:resume', { heads: [head] });
    expect(messages.map((message: Answer) => message.documentRequest.status)).to.deep.equal(['answered']);
    expect(await auditOf(id)).to.deep.equal(Array(3).fill('document-request-answer done'));
  });

  it('take no document that they do not ask for, and `other` is taken in answer to one only', async () => {
    const { id } = await request();

    const wrong = await handOver('diploma', id);
    expect([wrong.status, wrong.answer.code]).to.deep.equal([422, 'document-request/type-not-asked']);
    expect((await handOver('other')).answer.code).to.equal('document-request/type-not-asked');
    expect((await handOver('passport', randomUUID())).answer.code).to.equal('document-request/not-found');
    const other = await request({ documentTypes: ['other'] }, supervisor);
    expect((await handOver('other', other.id)).status).to.equal(201);
  });

  it('are not open to the documents of anybody else', async () => {
    const { id } = await request();
    const mallory = await server.createVisitor();
    using stranger = await connectStranger(server.url, mallory.token);
    const { conversation } = await stranger.tell('conversation:open', { kind: 'support' });

    expect((await handOver('passport', id, mallory)).answer.code).to.equal('conversation/not-found');
    const own = await handOver('passport', id, mallory, conversation.id);
    expect(own.answer.code).to.equal('document-request/not-found');
    expect(await stateOf(id)).to.deep.include({ status: 'open', receivedTypes: [] });
  });

  it('take nothing more once withdrawn or expired, and say so', async () => {
    const withdrawn = await request();
    const expired = await request();
    await agent.tell('document-request:withdraw', { conversationId, requestId: withdrawn.id });
    await expire(expired.id);

    for (const [{ id }, status] of [
      [withdrawn, 'withdrawn'],
      [expired, 'expired'],
    ] as const) {
      expect((await stateOf(id)).status).to.equal(status);
      const { status: code, answer } = await handOver('passport', id);
      expect([code, answer.code]).to.deep.equal([409, 'document-request/not-open']);
      expect(answer.detail).to.include(status);
    }
    const { rows } = await server.database.pool.query('select 1 from identity_document where conversation_id = $1', [
      conversationId,
    ]);
    expect(rows).to.deep.equal([]);
  });

  it('are withdrawn once and told, and not when answered', async () => {
    const { id } = await request();
    const withdraw = { conversationId, requestId: id };
    await agent.tell('document-request:withdraw', withdraw);
    const { message } = await verifier.tell('document-request:withdraw', withdraw);
    expect([message.revision, message.documentRequest.status]).to.deep.equal([1, 'withdrawn']);
    await waitUntil('the customer is told', async () => visitor.received('message:changed').length > 0);
    expect(visitor.received('message:changed').map(({ message: { revision } }) => revision)).to.deep.equal([1]);
    expect(await auditOf(id)).to.deep.equal(['document-request-withdraw done']);

    const answered = await request();
    await handOver('passport', answered.id);
    const late = { conversationId, requestId: answered.id };
    expect(await codeOf(agent, 'document-request:withdraw', late)).to.equal('document-request/not-open');
    const words = await agent.tell('message:send', { conversationId, clientMessageId: randomUUID(), text: 'Hi' });
    const noRequest = { conversationId, requestId: words.message.id };
    expect(await codeOf(agent, 'document-request:withdraw', noRequest)).to.equal('document-request/not-found');
    expect(await codeOf(visitor, 'document-request:withdraw', late)).to.equal('auth/forbidden');
  });

  it('are over when their message is redacted', async () => {
    const { id } = await request();
    await supervisor.tell('message:redact', { conversationId, messageId: id });

    expect(await stateOf(id)).to.deep.include({ status: 'withdrawn', reason: '' });
    expect((await handOver('passport', id)).answer.code).to.equal('document-request/not-open');
  });

  it('are in the export, and go with the messages of their conversation', async () => {
    const { documentRequest, id } = await request();
    const exported = await call(server.url, 'GET', '/v1/me/export', { token: alice.token });
    expect(exported.conversations[0].messages[0].documentRequest).to.deep.equal(documentRequest);

    await using brief = await testServer({
      settings: { SENIM_RETENTION_MESSAGE: '1s', SENIM_RETENTION_INTERVAL: '1s' },
      besides: server,
    });
    void brief;
    await waitUntil('the request is gone', async () => {
      const { rows } = await server.database.pool.query(
        'select id from document_request where id = $1 union all select id from message where id = $1',
        [id],
      );
      return rows.length === 0;
    });
  });
});
