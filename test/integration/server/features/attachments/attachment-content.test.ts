/** Downloads: for those who may, in ranges, under headers that let nothing act. */

import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import type { Attachment } from '@senim/contract';
import { expect } from 'chai';
import type { Principal } from '../../../../../server/src/kernel/principal.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { codeOf, type FilesWorld, filesWorld } from '../../../../support/files-world.ts';
import { testMediaPool } from '../../../../support/media.ts';
import { plainJpeg, plainPdf } from '../../../../support/sample-files.ts';

describe('GET /v1/attachments/{id}/content', function () {
  this.timeout(60_000);
  let media: MediaPool;
  let world: FilesWorld;
  let alice: Principal;
  let bob: Principal;
  before(async () => {
    media = testMediaPool();
    world = await filesWorld(media);
    alice = await world.person('visitor');
    bob = await world.person('agent', ['agent']);
  });
  after(async () => {
    await world[Symbol.asyncDispose]();
    await media[Symbol.asyncDispose]();
  });

  const pdf = plainPdf('%'.repeat(200_000));

  const uploaded = async (
    kind: 'support' | 'direct',
    participants: readonly Principal[] = [alice],
  ): Promise<string> => {
    const to = world.conversation(kind, participants);
    const response = await world.upload(pdf, { by: alice, to, kind: 'file', name: 'Счёт №5.pdf' });
    return ((await response.json()) as Attachment).id;
  };
  const link = async (id: string): Promise<void> => {
    await world.database.query
      .updateTable('attachment')
      .set({ message_id: randomUUID() })
      .where('id', '=', id)
      .execute();
  };
  const contentOf = (id: string): string => `/v1/attachments/${id}/content?variant=original`;
  const get = (id: string, by: Principal, headers: Record<string, string> = {}): Promise<Response> =>
    world.request(contentOf(id), { by, headers });

  it('gives back what was sent, under headers that let nothing act', async () => {
    const response = await get(await uploaded('support'), alice);

    expect(Buffer.from(await response.arrayBuffer()).equals(pdf)).to.equal(true);
    const headers = Object.fromEntries(response.headers);
    expect(headers).to.include({
      'content-type': 'application/pdf',
      'content-length': String(pdf.length),
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'accept-ranges': 'bytes',
    });
    expect(headers['content-security-policy']).to.match(/^sandbox; default-src 'none'/);
    expect(headers['content-disposition']).to.equal(
      `attachment; filename="____ _5.pdf"; filename*=UTF-8''${encodeURIComponent('Счёт №5.pdf')}`,
    );
  });

  it('serves ranges, and refuses those outside', async () => {
    const id = await uploaded('support');
    const part = async (range: string): Promise<[number, string | null, boolean]> => {
      const response = await get(id, alice, { range });
      const bytes = Buffer.from(await response.arrayBuffer());
      const [, start, end] = /bytes (\d+)-(\d+)/.exec(response.headers.get('content-range') ?? '') ?? [];
      const isRight = start !== undefined && bytes.equals(pdf.subarray(Number(start), Number(end) + 1));
      return [response.status, response.headers.get('content-range'), isRight];
    };
    const total = pdf.length;

    expect(await part('bytes=0-9')).to.deep.equal([206, `bytes 0-9/${total}`, true]);
    expect(await part('bytes=65530-65545')).to.deep.equal([206, `bytes 65530-65545/${total}`, true]);
    expect(await part(`bytes=${total - 5}-`)).to.deep.equal([206, `bytes ${total - 5}-${total - 1}/${total}`, true]);
    expect(await part('bytes=-100')).to.deep.equal([206, `bytes ${total - 100}-${total - 1}/${total}`, true]);
    expect((await part('bytes=0-1,5-6'))[0]).to.equal(200);
    expect((await part('lines=0-1'))[0]).to.equal(200);
    const outside = await get(id, alice, { range: `bytes=${total}-` });
    expect(outside.headers.get('content-range')).to.equal(`bytes */${total}`);
    expect(await codeOf(outside)).to.equal('attachment/range-invalid');
  });

  it('answers validators and HEAD without the bytes', async () => {
    const id = await uploaded('support');
    const etag = (await get(id, alice)).headers.get('etag') as string;

    expect((await get(id, alice, { 'if-none-match': etag })).status).to.equal(304);
    expect((await get(id, alice, { 'if-none-match': '"other"' })).status).to.equal(200);
    expect((await get(id, alice, { range: 'bytes=0-1', 'if-range': '"other"' })).status).to.equal(200);
    expect((await get(id, alice, { range: 'bytes=0-1', 'if-range': etag })).status).to.equal(206);
    expect((await get(id, alice, { 'if-match': etag })).status).to.equal(200);
    expect(await codeOf(await get(id, alice, { 'if-match': '"other"' }))).to.equal('attachment/precondition-failed');
    const unchanged = await get(id, alice, { 'if-none-match': etag, range: `bytes=${pdf.length}-` });
    expect([unchanged.status, unchanged.headers.get('etag')]).to.deep.equal([304, etag]);
    const headers = { range: 'bytes=0-1' };
    const head = await world.request(contentOf(id), { by: alice, method: 'HEAD', headers });
    expect([head.status, head.headers.get('content-length')]).to.deep.equal([200, String(pdf.length)]);
    expect(head.headers.get('referrer-policy')).to.equal('no-referrer');
  });

  it('is for its owner alone until it is linked, then for who may read the conversation', async () => {
    const mallory = await world.person('visitor');
    const unlinked = await uploaded('support');
    const linked = await uploaded('support');
    await link(linked);

    expect((await get(unlinked, alice)).status).to.equal(200);
    expect(await codeOf(await get(unlinked, bob))).to.equal('attachment/not-found');
    expect((await get(linked, bob)).status).to.equal(200);
    expect(await codeOf(await get(linked, mallory))).to.equal('attachment/not-found');
  });

  it('is closed to the company in a conversation between two people', async () => {
    const carol = await world.person('user');
    const id = await uploaded('direct', [alice, carol]);
    await link(id);

    expect((await get(id, carol)).status).to.equal(200);
    for (const path of [`/v1/attachments/${id}`, `/v1/attachments/${id}/content`]) {
      expect(await codeOf(await world.request(path, { by: bob }))).to.equal('attachment/not-found');
    }
  });

  it('answers the same for what is unknown and for what is somebody else’s', async () => {
    const mallory = await world.person('visitor');
    const ids = [await uploaded('support'), randomUUID()];
    const headers = { range: 'bytes=999999999-', 'if-none-match': '*' };

    const answers = await Promise.all(
      ids.map(async (id) => {
        const { traceId: _, ...problem } = (await (await get(id, mallory, headers)).json()) as Record<string, unknown>;
        return problem;
      }),
    );

    expect(answers[0]).to.deep.equal(answers[1]);
    expect(answers[0]).to.include({ code: 'attachment/not-found', status: 404 });
  });

  it('has no thumbnail for text', async () => {
    const to = world.conversation('support', [alice]);
    const sent = await world.upload(Buffer.from('text'), { by: alice, to, kind: 'file', name: 'a.txt' });
    const { id } = (await sent.json()) as Attachment;

    const response = await world.request(`/v1/attachments/${id}/content?variant=thumbnail`, { by: alice });

    expect(await codeOf(response)).to.equal('attachment/not-available');
  });

  it('lets go of the file when the reader leaves', async () => {
    const id = await uploaded('support');
    for (let count = 0; count < 20; count++) {
      await new Promise<void>((resolve, reject) => {
        const headers = { authorization: `Bearer ${alice.id}` };
        const request = httpRequest(world.url + contentOf(id), { headers }, (response) => {
          response.once('data', () => request.destroy());
        });
        request.on('error', () => undefined);
        request.on('close', resolve);
        request.on('timeout', reject);
        request.end();
      });
    }

    expect((await get(id, alice)).status).to.equal(200);
  });
});

describe('stored attachments that were tampered with', function () {
  this.timeout(60_000);
  let media: MediaPool;
  let world: FilesWorld;
  let alice: Principal;
  before(() => {
    media = testMediaPool();
  });
  after(() => media[Symbol.asyncDispose]());
  beforeEach(async () => {
    world = await filesWorld(media);
    alice = await world.person('visitor');
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const upload = async (file: Buffer): Promise<string> => {
    const to = world.conversation('support', [alice]);
    const response = await world.upload(file, { by: alice, to, kind: 'file', name: 'a.txt' });
    return ((await response.json()) as Attachment).id;
  };
  const outcome = async (id: string): Promise<string> => {
    const response = await world.request(`/v1/attachments/${id}/content`, { by: alice });
    return codeOf(response);
  };
  const pathOf = async (id: string): Promise<string> => {
    const object = (await world.rows()).objects.find((row) => row.owner_id === id);
    return (await world.left()).attachments.find((path) => path.endsWith(object?.id ?? '-')) as string;
  };

  it('are not served at all when a byte was flipped, cut off or added', async () => {
    const id = await upload(Buffer.from('a'.repeat(1_000)));
    const path = await pathOf(id);
    const whole = await readFile(path);
    expect(await outcome(id)).to.equal('200');

    for (const offset of [0, 17, whole.length - 1]) {
      const altered = Buffer.from(whole);
      altered[offset] = (altered[offset] as number) ^ 1;
      await writeFile(path, altered);
      expect(await outcome(id), `byte ${offset}`).to.equal('service/internal');
    }
    await writeFile(path, whole.subarray(0, -1));
    expect(await outcome(id)).to.equal('service/internal');
  });

  it('are not served when two were swapped, in the store or in the database', async () => {
    const [one, other] = [await upload(Buffer.from('one '.repeat(100))), await upload(Buffer.from('two '.repeat(100)))];
    const [onePath, otherPath] = [await pathOf(one), await pathOf(other)];
    const [oneBytes, otherBytes] = [await readFile(onePath), await readFile(otherPath)];
    await writeFile(onePath, otherBytes);
    await writeFile(otherPath, oneBytes);
    expect([await outcome(one), await outcome(other)]).to.deep.equal(['service/internal', 'service/internal']);

    const { objects, headers } = await world.rows();
    const objectOf = (id: string) => objects.find((row) => row.owner_id === id)?.id as string;
    const header = headers.find((row) => row.object_id === objectOf(other))?.header as Buffer;
    const update = world.database.query.updateTable('keys.object_header').set({ header });
    await update.where('object_id', '=', objectOf(one)).execute();

    expect(await outcome(one)).to.equal('service/internal');
  });

  it('are cut short at the first bad chunk', async () => {
    const id = await upload(Buffer.from('a'.repeat(300_000)));
    const path = await pathOf(id);
    const bytes = await readFile(path);
    bytes[200_000] = (bytes[200_000] as number) ^ 1;
    await writeFile(path, bytes);

    const response = await world.request(`/v1/attachments/${id}/content`, { by: alice });
    const released = await response.arrayBuffer().then(
      () => 'whole',
      () => 'cut short',
    );

    expect(released).to.equal('cut short');
  });
});

describe('photos', function () {
  this.timeout(60_000);

  it('have a thumbnail of their own', async () => {
    await using media = testMediaPool();
    await using world = await filesWorld(media);
    const alice = await world.person('visitor');
    const to = world.conversation('support', [alice]);
    const { id } = (await (await world.upload(await plainJpeg(900, 600), { by: alice, to })).json()) as Attachment;

    const response = await world.request(`/v1/attachments/${id}/content?variant=thumbnail`, { by: alice });

    expect(response.headers.get('content-type')).to.equal('image/webp');
    expect((await response.arrayBuffer()).byteLength).to.be.above(100);
  });
});
