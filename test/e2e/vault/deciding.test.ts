/** Deciding on an identity document: the result is kept sealed and told, and the picture is destroyed with it. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { SignJWT } from 'jose';
import pg from 'pg';
import { findInFolder } from '../../support/folder-grep.ts';
import { type Answer, call, type HttpRefusal } from '../../support/http-call.ts';
import { giveConsent, type TestPerson } from '../../support/people.ts';
import { plainJpeg } from '../../support/sample-files.ts';
import { testPostgres15 } from '../../support/services/postgres15.ts';
import { connectStranger, type Stranger } from '../../support/stranger.ts';
import { type TestServer, testServer } from '../../support/test-server.ts';
import { download, upload } from '../../support/upload.ts';
import { waitUntil } from '../../support/wait-until.ts';

const SECRET = Buffer.from('a secret of thirty-two characters');
const ZONE = [
  'IDKAZ0000000000750308400006<<<',
  '7503083F3512311KAZ<<<<<<<<<<<3',
  'ULGI<<AIGERIM<<<<<<<<<<<<<<<<<',
] as const;

const signedUser = (name: string): Promise<string> =>
  new SignJWT({ name })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(`user ${name}`)
    .setAudience('senim')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(SECRET);

const codeOf = (answer: Promise<Answer>): Promise<string> =>
  answer.then(
    () => 'done',
    ({ problem }: HttpRefusal) => problem.code,
  );

/** A customer of that name with a conversation, two verifiers, and what is done over and over. */
const office = async (server: TestServer, name: string) => {
  const { url } = server;
  const token = await signedUser(name);
  await giveConsent(url, token);
  const customer = await connectStranger(url, token);
  const { conversation } = await customer.tell('conversation:open', { kind: 'support' });
  const [vera, viktor] = [await server.createAgent('verifier'), await server.createAgent('verifier')];
  const bytes = new Uint8Array(await plainJpeg(400, 300));
  const ask = (by: { readonly token: string }, method: string, path: string, body?: unknown): Promise<Answer> =>
    call(url, method, path, { token: by.token, body });
  return {
    customer,
    token,
    conversationId: conversation.id as string,
    vera,
    viktor,
    ask,
    handOver: async (): Promise<string> => {
      const fields = { conversationId: conversation.id, documentType: 'identity-card' };
      const file = { bytes, name: 'card.jpg', type: 'image/jpeg' };
      return (await upload(url, '/v1/identity-documents', token, fields, file)).answer.id;
    },
    decide: (by: TestPerson, id: string, body: unknown): Promise<Answer> =>
      ask(by, 'POST', `/v1/identity-documents/${id}/decision`, body),
    certificate: (by: { readonly token: string }, id: string): Promise<Answer> =>
      ask(by, 'GET', `/v1/identity-documents/${id}/certificate`),
    mine: async (): Promise<Answer[]> => (await ask({ token }, 'GET', '/v1/me/verifications')).verifications,
    objects: () => readdir(join(server.dataFolder, 'vault'), { recursive: true, withFileTypes: true }),
  };
};

type Office = Awaited<ReturnType<typeof office>>;

const told = (customer: Stranger): Answer[] =>
  customer.received('identity-document:changed').map(({ verification }) => verification);

const entriesOf = async ({ database }: TestServer, id: string): Promise<Answer[]> => {
  const { rows } = await database.pool.query(
    `select number, payload::jsonb as entry from audit_entry where payload::jsonb ->> 'resource' = $1 order by number`,
    [`identity-document:${id}`],
  );
  return rows.map(({ number, entry }) => ({ number, ...entry }));
};

const keysOf = async ({ database }: TestServer, id: string): Promise<number> => {
  const { rows } = await database.pool.query(
    `select count(*)::int as count from stored_object o join keys.object_header h on h.object_id = o.id where o.owner_id = $1`,
    [id],
  );
  return rows[0].count;
};

describe('deciding on an identity document', function () {
  this.timeout(90_000);
  let server: TestServer;
  let place: Office;
  before(async () => {
    server = await testServer({ settings: { SENIM_RATE_LIMITS: 'off' } });
    place = await office(server, 'Үлгі Айгерім');
  });
  after(async () => {
    place.customer[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  it('keeps the result, tells the owner alone, destroys picture and key, and certifies it', async () => {
    const { vera, customer, ask, certificate } = place;
    const mallory = await server.createVisitor();
    const officer = await server.createAgent('auditor');
    const id = await place.handOver();
    expect(await keysOf(server, id)).to.equal(1);

    const decided = await place.decide(vera, id, { result: 'verified', zone: ZONE });

    expect(decided).to.include({ result: 'verified', state: 'final', checkedBy: vera.id, validTo: '2035-12-31' });
    expect(decided).to.include({ last2: '**********06', issuer: 'KAZ', isExpired: false });
    expect(decided.differences).to.deep.equal([]);
    expect(await keysOf(server, id)).to.equal(0);
    expect((await place.objects()).filter((entry) => entry.isFile())).to.deep.equal([]);
    const look = await download(server.url, `/v1/identity-documents/${id}/content?reason=again`, vera.token);
    expect(look.status).to.equal(404);

    await waitUntil('the owner is told', () => told(customer).some((each) => each.identityDocumentId === id));
    const { checkedBy: _, ...ownersView } = decided;
    expect(told(customer).at(-1)).to.deep.equal(ownersView);
    expect((await place.mine())[0]).to.deep.equal(ownersView);
    expect((await ask(mallory, 'GET', '/v1/me/verifications')).verifications).to.deep.equal([]);

    const entries = await entriesOf(server, id);
    expect(entries.map(({ operation }) => operation)).to.include.members([
      'identity-document-decide',
      'identity-document-destroy',
    ]);
    const proof = await certificate({ token: place.token }, id);
    expect(proof).to.include({ rule: 'result', bytes: 'removed', identityDocumentId: id });
    expect(proof.objects).to.have.length(1);
    expect(proof.objects[0].nameSha256).to.match(/^[0-9a-f]{64}$/);
    expect(proof.objects[0].keyId).to.match(/^file:vault/);
    expect(entries.find(({ number }) => number === proof.auditEntry)?.details.certificateId).to.equal(proof.id);
    expect(await certificate(officer, id)).to.deep.equal(proof);
    expect(await codeOf(certificate(mallory, id))).to.equal('identity-document/not-found');
    expect(await codeOf(place.decide(vera, id, { result: 'verified' }))).to.equal('identity-document/decided');
  });

  it('tells of a rejection only once a second verifier has confirmed it', async () => {
    const { vera, viktor, customer } = place;
    const id = await place.handOver();
    const rejection = { result: 'rejected', reason: 'unreadable', note: 'The lower edge is cut off.' };

    const first = await place.decide(vera, id, rejection);
    const again = await place.decide(vera, id, rejection);

    expect([first.state, again.state]).to.deep.equal(['awaiting-confirmation', 'awaiting-confirmation']);
    expect(await keysOf(server, id)).to.equal(1);
    expect((await place.mine()).some((each) => each.identityDocumentId === id)).to.equal(false);
    expect(told(customer).some((each) => each.identityDocumentId === id)).to.equal(false);
    expect(await codeOf(place.certificate(vera, id))).to.equal('identity-document/not-found');

    const second = await place.decide(viktor, id, rejection);

    expect(second).to.include({ state: 'final', checkedBy: vera.id, confirmedBy: viktor.id });
    expect(await keysOf(server, id)).to.equal(0);
    await waitUntil('the owner is told', () => told(customer).some((each) => each.identityDocumentId === id));
    expect(told(customer).at(-1)).to.include({ result: 'rejected', reason: 'unreadable', note: rejection.note });
  });

  it('lets a second verifier verify what the first would have rejected', async () => {
    const id = await place.handOver();
    await place.decide(place.vera, id, { result: 'rejected', reason: 'altered' });

    const decided = await place.decide(place.viktor, id, { result: 'verified' });

    expect(decided).to.include({ result: 'verified', state: 'final', checkedBy: place.viktor.id });
  });

  it('is refused to everybody but verifiers', async () => {
    const id = await place.handOver();
    const [owner, agent] = [{ id: '', token: place.token }, await server.createAgent('agent', 'supervisor')];

    for (const by of [owner, agent]) {
      expect(await codeOf(place.decide(by, id, { result: 'verified' }))).to.equal('auth/forbidden');
      expect(await codeOf(place.ask(by, 'POST', `/v1/identity-documents/${id}/check`, {}))).to.equal('auth/forbidden');
    }
    expect(await keysOf(server, id)).to.equal(1);
  });

  it('takes no fields that do not agree with themselves, and names what is wrong, never what stands there', async () => {
    const id = await place.handOver();
    const wrong = ZONE.map((line, at) => (at === 1 ? line.replace('7503083F', '7503093F') : line));
    const cases: [object, string][] = [
      [{ zone: wrong }, 'zone/birthDateCheckDigit'],
      [{ fields: { personalNumber: '750308400007' } }, 'personal-number/not-valid'],
      [{ fields: { personalNumber: '750308400006', birthDate: '1975-03-09' } }, 'personal-number/birth-date'],
      [{ fields: { personalNumber: '750308400006', sex: 'M' } }, 'personal-number/sex'],
      [{ zone: ZONE, fields: { givenName: 'Дана' } }, 'zone/differs-in-givenName'],
      [{ fields: { expiresOn: '2020-01-01' } }, 'document/expired'],
    ];

    for (const [body, fault] of cases) {
      const refusal = await place
        .decide(place.vera, id, { result: 'verified', ...body })
        .catch(({ problem }: HttpRefusal) => problem);
      expect(refusal.code, fault).to.equal('identity-document/fields-invalid');
      expect(
        refusal.errors.map(({ code }: { code: string }) => code),
        fault,
      ).to.include(fault);
      expect(JSON.stringify(refusal)).not.to.include('75030840000');
    }
    expect(await keysOf(server, id)).to.equal(1);
  });

  it('asks the person where profile and document differ, masked, and overwrites nothing', async () => {
    const other = await office(server, 'Данияр Сәтбаев');
    const id = await other.handOver();
    const check = await other.ask(other.vera, 'POST', `/v1/identity-documents/${id}/check`, { zone: ZONE });
    const asked = { field: 'name', profile: 'Да••• Сә•••', document: 'UL••• AI•••' };
    expect(check).to.deep.include({ faults: [], differences: [asked] });
    expect(check.fields).to.include({ birthDate: '1975-03-08', sex: 'F', personalNumber: '750308400006' });

    const { id: verificationId, differences } = await other.decide(other.vera, id, { result: 'verified', zone: ZONE });
    expect(differences).to.deep.equal([asked]);
    const path = `/v1/me/verifications/${verificationId}/answer`;
    const answer = { field: 'name', answer: 'document' };
    expect(await codeOf(other.ask({ token: place.token }, 'POST', path, answer))).to.equal('verification/not-found');
    await other.ask(other, 'POST', path, answer);

    const seen = await other.ask(other.vera, 'GET', `/v1/identity-documents/${id}/verification`);
    expect(seen.differences).to.deep.equal([{ ...asked, answer: 'document' }]);
    const exported = await other.ask(other, 'GET', '/v1/me/export');
    expect(exported.principal.profile.name).to.equal('Данияр Сәтбаев');
    other.customer[Symbol.dispose]();
  });

  it('keeps the picture under a hold, and destroys it when the hold is released', async () => {
    const admin = await server.signInAdministrator();
    const id = await place.handOver();
    const hold = await place.ask(admin, 'POST', '/v1/holds', {
      conversationId: place.conversationId,
      reason: 'Case 7',
    });

    const decided = await place.decide(place.vera, id, { result: 'verified' });

    expect(decided.state).to.equal('final');
    expect(await keysOf(server, id)).to.equal(1);
    expect(await codeOf(place.certificate(place.vera, id))).to.equal('identity-document/not-found');
    await place.ask(admin, 'DELETE', `/v1/holds/${hold.id}`);
    await using second = await testServer({ besides: server, settings: { SENIM_RETENTION_INTERVAL: '1s' } });
    expect(second.url).not.to.equal(server.url);
    await waitUntil('it is destroyed', async () => (await keysOf(server, id)) === 0, 30_000);
    expect(await place.certificate(place.vera, id)).to.include({ rule: 'result' });
  });

  it('tells of a rejection by one verifier where four eyes are switched off', async () => {
    await using alone = await testServer({ besides: server, settings: { SENIM_VERIFICATION_FOUR_EYES: 'off' } });
    const id = await place.handOver();
    const path = `/v1/identity-documents/${id}/decision`;
    const body = { result: 'rejected', reason: 'expired' };
    const decided = await call(alone.url, 'POST', path, { token: place.vera.token, body });
    expect(decided).to.include({ state: 'final', reason: 'expired' });
    expect(await codeOf(place.decide(place.vera, id, { result: 'rejected', reason: 'other' }))).to.equal(
      'request/invalid',
    );
  });
});

describe('what was read from an identity document', () => {
  it('is in no dump, log or file, and unreadable once the key of its person is gone', async function () {
    this.timeout(90_000);
    await using postgres = await testPostgres15();
    await using server = await testServer({ settings: { DATABASE_URL: postgres.url } });
    const { handOver, decide, vera, mine, customer } = await office(server, 'Aigerim Ulgi');
    const fields = { familyName: 'Ulgi', issuer: 'Department of Almaty', documentNumber: 'N00000017' };
    const zone = { personalNumber: '750308400006', birthDate: '1975-03-08' };
    await decide(vera, await handOver(), { result: 'verified', fields: { ...fields, ...zone } });
    const secrets = [...Object.values(fields), '750308400006', '1975-03-08', '08400006'];

    const dump = await postgres.pgDump();

    expect(dump).to.include('identity-document-decide');
    for (const secret of secrets) {
      expect(dump, secret).not.to.include(secret);
      expect(dump, secret).not.to.include(Buffer.from(secret).toString('hex'));
    }
    expect(await findInFolder(server.dataFolder, secrets)).to.deep.equal([]);
    expect((await mine())[0]).to.include({ last2: '**********06', issuer: fields.issuer });

    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    await client.query('delete from keys.vault_person_key');
    await client.end();
    const [left] = await mine();
    expect(left).to.include({ result: 'verified' }).and.not.have.any.keys('last2', 'issuer', 'validTo');
    customer[Symbol.dispose]();
  });
});
