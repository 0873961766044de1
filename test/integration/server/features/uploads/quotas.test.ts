/** What counts and what does not: quotas, uploads at once, and repetitions under one key. */
import { randomUUID } from 'node:crypto';
import type { Attachment } from '@senim/contract';
import { expect } from 'chai';
import type { Principal } from '../../../../../server/src/kernel/principal.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import type { UploadQuotas } from '../../../../../server/src/platform/quotas/upload-places.ts';
import { codeOf, type FilesWorld, filesWorld } from '../../../../support/files-world.ts';
import { testMediaPool } from '../../../../support/media.ts';
import { field, filePart, MULTIPART, openRequest } from '../../../../support/raw-request.ts';
import * as samples from '../../../../support/sample-files.ts';
import { tusAppend, tusCreate } from '../../../../support/tus-client.ts';
import { waitUntil } from '../../../../support/wait-until.ts';

const DAY_MS = 24 * 3_600_000;
const quotas: UploadQuotas = {
  person: { bytes: 100_000, files: 4 },
  conversation: { bytes: 150_000, files: 6 },
  atOncePerPerson: 3,
};
const text = (bytes: number, filling = 'plain text '): Buffer => Buffer.alloc(bytes, filling);

describe('uploads', function () {
  this.timeout(60_000);
  let media: MediaPool;
  let world: FilesWorld;
  let alice: Principal;
  let conversation: string;
  before(() => {
    media = testMediaPool();
  });
  after(() => media[Symbol.asyncDispose]());
  beforeEach(async () => {
    world = await filesWorld(media, { quotas });
    alice = await world.person('visitor');
    conversation = world.conversation('support', [alice]);
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const send = (file: Buffer, by: Principal = alice, key?: string, kind = 'file'): Promise<Response> => {
    const form = new FormData();
    form.append('conversationId', conversation);
    form.append('kind', kind);
    form.append('file', new File([new Uint8Array(file)], 'notes.txt', { type: 'text/plain' }));
    const headers = key === undefined ? {} : { 'idempotency-key': key };
    return world.request('/v1/attachments', { by, method: 'POST', body: form, headers });
  };
  const begin = (length: number): Promise<Response> =>
    tusCreate({ url: world.url, token: alice.id }, length, {
      filename: 'a.txt',
      conversationId: conversation,
      kind: 'file',
    });
  /** An upload of which nothing but the fields have come. */
  const hang = async (by: Principal, bytes: number, key?: string) => {
    const before = (await world.rows()).places.length;
    const socket = openRequest(world.url, {
      path: '/v1/attachments',
      token: by.id,
      headers: { ...MULTIPART, 'Content-Length': String(bytes), ...(key ? { 'Idempotency-Key': key } : {}) },
    });
    socket.write(
      `${field('conversationId', conversation)}${field('kind', 'file')}${filePart('the beginning').slice(0, -2)}`,
    );
    await waitUntil('it has a place', async () => (await world.rows()).places.length === before + 1);
    return socket;
  };

  describe('of one person', () => {
    it('are refused above the bytes of a day, with the time to wait', async () => {
      expect((await send(text(60_000))).status).to.equal(201);
      world.clock.time += 3_600_000;

      const refused = await send(text(60_000));
      expect(Number(refused.headers.get('retry-after'))).to.be.within(DAY_MS / 1_000 - 3_700, DAY_MS / 1_000 - 3_500);
      expect(await codeOf(refused)).to.equal('attachment/quota-exceeded');
      expect(await codeOf(await begin(60_000))).to.equal('attachment/quota-exceeded');
      expect((await send(text(30_000))).status).to.equal(201);
      world.clock.time += DAY_MS - 3_600_000 + 1_000;
      expect((await send(text(60_000))).status).to.equal(201);
    });

    it('are refused above the files of a day', async () => {
      for (let count = 0; count < quotas.person.files; count++) expect((await send(text(10))).status).to.equal(201);

      expect(await codeOf(await send(text(10)))).to.equal('attachment/quota-exceeded');
    });

    it('count what is under way: two at once do not overshoot', async () => {
      const codes = await Promise.all([send(text(60_000)), send(text(60_000))].map(async (sent) => codeOf(await sent)));

      expect(codes.sort()).to.deep.equal(['201', 'attachment/quota-exceeded']);
    });

    it('count in both ways together', async () => {
      const created = await begin(60_000);

      expect(await codeOf(await send(text(60_000)))).to.equal('attachment/quota-exceeded');
      const path = created.headers.get('location') ?? '';
      expect((await tusAppend({ url: world.url, token: alice.id }, path, 0, text(60_000))).status).to.equal(200);
      expect(await codeOf(await send(text(60_000)))).to.equal('attachment/quota-exceeded');
    });

    it('count again for nothing when they are refused or broken off', async () => {
      for (let count = 0; count < 10; count++) {
        expect(await codeOf(await send(Buffer.from('<html>')))).to.equal('attachment/type-not-allowed');
      }
      (await hang(alice, 90_000)).destroy();
      await waitUntil('its place is given back', async () => (await world.rows()).places.length === 0);

      expect((await send(text(90_000))).status).to.equal(201);
    });

    it('are few at once', async () => {
      const sockets = [await hang(alice, 5_000), await hang(alice, 5_000)];
      expect((await begin(100)).status).to.equal(201);

      const refused = await begin(100);
      expect(refused.headers.get('retry-after')).not.to.equal(null);
      expect(await codeOf(refused)).to.equal('upload/too-many');
      expect((await send(text(10), await world.person('agent', ['agent']))).status).to.equal(201);
      for (const socket of sockets) socket.destroy();
    });
  });

  it('into one conversation are refused above its bytes, whoever sends', async () => {
    const agent = await world.person('agent', ['agent']);
    expect((await send(text(90_000))).status).to.equal(201);

    expect(await codeOf(await send(text(90_000), agent))).to.equal('attachment/quota-exceeded');
    expect(await send(text(40_000), agent)).to.have.property('status', 201);
  });

  it('of a server that was killed fall free after a while', async () => {
    const socket = await hang(alice, 90_000);
    await world.database.pool.query('update upload_place set id = $1', [randomUUID()]);
    expect(await codeOf(await send(text(60_000)))).to.equal('attachment/quota-exceeded');

    world.clock.time += 3 * 60_000;
    expect((await send(text(60_000))).status).to.equal(201);
    expect(await world.places.sweep()).to.equal(1);
    socket.destroy();
  });

  describe('under an idempotency key', () => {
    it('are carried out once, and answered as at first', async () => {
      const key = randomUUID();
      const first = (await (await send(text(1_000), alice, key)).json()) as Attachment;

      const again = await send(text(1_000), alice, key);

      expect(again.status).to.equal(201);
      expect(await again.json()).to.deep.equal(first);
      expect((await world.rows()).attachments).to.have.lengthOf(1);
      const { spool, attachments } = await world.left();
      expect([spool.length, attachments.length]).to.deep.equal([0, 1]);
    });

    it('are not carried out twice at once', async () => {
      const key = randomUUID();
      const answers = await Promise.all([1, 2, 3].map(async () => codeOf(await send(text(50_000), alice, key))));

      for (const code of answers) expect(code).to.be.oneOf(['201', 'request/in-progress']);
      expect(answers).to.include('201');
      expect((await world.rows()).attachments).to.have.lengthOf(1);
    });

    it('wait for the first', async () => {
      const key = randomUUID();
      const socket = await hang(alice, 5_000, key);

      const refused = await send(text(10), alice, key);
      expect(Number(refused.headers.get('retry-after'))).to.be.above(0);
      expect(await codeOf(refused)).to.equal('request/in-progress');
      socket.destroy();
      await waitUntil('its place is given back', async () => (await world.rows()).places.length === 0);
      expect((await send(text(10), alice, key)).status).to.equal(201);
    });

    it('refuse another file and other fields, and are each person’s own', async () => {
      const key = randomUUID();
      const bob = await world.person('agent', ['agent']);
      expect((await send(text(1_000), alice, key)).status).to.equal(201);

      expect(await codeOf(await send(text(1_000, 'other text'), alice, key))).to.equal('request/key-reused');
      expect(await codeOf(await send(text(999), alice, key))).to.equal('request/key-reused');
      expect(await codeOf(await send(text(1_000), alice, key, 'voice'))).to.equal('request/key-reused');
      expect((await send(text(1_000), bob, key)).status).to.equal(201);
      expect(await codeOf(await send(text(1_000), alice, 'not a uuid'))).to.equal('request/invalid');
      expect((await world.left()).spool).to.deep.equal([]);
    });

    it('are processed again after a refusal', async () => {
      const key = randomUUID();

      expect(await codeOf(await send(Buffer.from('<html>'), alice, key))).to.equal('attachment/type-not-allowed');
      expect((await send(text(10), alice, key)).status).to.equal(201);
    });

    it('hand an identity document over once', async () => {
      const photo = await samples.phonePhoto();
      const key = randomUUID();
      const handOver = async (): Promise<unknown> => {
        const form = new FormData();
        form.append('conversationId', conversation);
        form.append('documentType', 'passport');
        form.append('file', new File([new Uint8Array(photo)], 'a.jpg', { type: 'image/jpeg' }));
        const headers = { 'idempotency-key': key };
        return (
          await world.request('/v1/identity-documents', { by: alice, method: 'POST', body: form, headers })
        ).json();
      };

      expect(await handOver()).to.deep.equal(await handOver());
      expect((await world.left()).vault).to.have.lengthOf(1);
    });

    it('keep neither key nor mark longer than they are needed', async () => {
      const { id } = (await (await send(text(10), alice, randomUUID())).json()) as Attachment;
      await send(text(10));
      world.clock.time += 2 * DAY_MS;

      expect(await world.places.sweep()).to.equal(1);
      await world.attachments.destroy([id]);
      expect((await world.rows()).places).to.have.lengthOf(1);
      expect((await world.rows()).places[0]).to.include({ id, content_mark: null });
    });
  });
});
