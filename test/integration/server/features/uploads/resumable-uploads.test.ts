/** Resumable uploads: cut anywhere they go on, and what they become is what an upload in one go becomes. */

import type { Attachment, Upload } from '@senim/contract';
import { expect } from 'chai';
import type { Principal } from '../../../../../server/src/kernel/principal.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { codeOf, type FilesWorld, filesWorld } from '../../../../support/files-world.ts';
import { testMediaPool } from '../../../../support/media.ts';
import * as samples from '../../../../support/sample-files.ts';
import {
  type TusTarget,
  tusAppend,
  tusAsk,
  tusCreate,
  tusOffset,
  tusStall,
  tusUpload,
} from '../../../../support/tus-client.ts';
import { waitUntil } from '../../../../support/wait-until.ts';

const CHUNK = 64 * 1024;
const text = (bytes: number): Buffer => Buffer.alloc(bytes, 'a line of a plain text file\n');

describe('/v1/uploads', function () {
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
    world = await filesWorld(media);
    alice = await world.person('visitor');
    conversation = world.conversation('support', [alice]);
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const target = (who: Principal = alice): TusTarget => ({ url: world.url, token: who.id });
  const describeFile = (more: Record<string, string> = {}): Record<string, string> => ({
    filename: 'notes.txt',
    filetype: 'text/plain',
    conversationId: conversation,
    kind: 'file',
    ...more,
  });
  const begin = async (length: number, more: Record<string, string> = {}): Promise<string> => {
    const created = await tusCreate(target(), length, describeFile(more));
    expect(created.status).to.equal(201);
    return created.headers.get('location') ?? '';
  };
  const viewOf = async (path: string): Promise<Upload> =>
    (await tusAsk(target(), 'GET', path)).json() as Promise<Upload>;
  const expectNothingLeft = async (): Promise<void> => {
    await waitUntil('the spool is empty', async () => (await world.left()).spool.length === 0);
    expect(await world.left()).to.deep.equal({ spool: [], attachments: [], vault: [] });
    expect(await world.rows()).to.deep.equal({ attachments: [], objects: [], headers: [], places: [] });
  };

  it('say what they can do', async () => {
    const { status, headers } = await fetch(`${world.url}/v1/uploads`, { method: 'OPTIONS' });

    expect(status).to.equal(204);
    expect(headers.get('tus-version')).to.equal('1.0.0');
    expect(headers.get('tus-extension')).to.equal('creation,creation-with-upload,termination,expiration');
    expect(headers.get('tus-max-size')).to.equal(String(100 * 1024 * 1024));
  });

  it('become an attachment with the last byte, and tell it once more to whoever lost the answer', async () => {
    const file = text(3 * CHUNK);
    const path = await begin(file.length);

    const first = await tusAppend(target(), path, 0, file.subarray(0, CHUNK));
    expect([first.status, first.headers.get('upload-offset')]).to.deep.equal([204, String(CHUNK)]);
    expect(Date.parse(first.headers.get('upload-expires') ?? '')).to.be.above(Date.now() + 3_000_000);
    expect(await viewOf(path)).to.include({ offset: CHUNK, length: file.length });
    const last = await tusAppend(target(), path, CHUNK, file.subarray(CHUNK));
    const attachment = (await last.json()) as Attachment;

    expect(last.status).to.equal(200);
    expect(attachment).to.include({ kind: 'file', status: 'available', name: 'notes.txt', mediaType: 'text/plain' });
    expect(`/v1/uploads/${attachment.id}`).to.equal(path);
    expect((await viewOf(path)).attachment).to.deep.equal(attachment);
    const again = await tusAppend(target(), path, file.length, Buffer.alloc(0));
    expect([again.status, await again.json()]).to.deep.equal([200, attachment]);
    const content = await world.request(`/v1/attachments/${attachment.id}/content`, { by: alice });
    expect(Buffer.from(await content.arrayBuffer()).equals(file)).to.equal(true);
    expect((await world.left()).spool).to.deep.equal([]);
  });

  it('may bring their bytes along when they begin', async () => {
    const photo = await samples.phonePhoto();
    const metadata = describeFile({ filename: 'photo.jpg', filetype: 'image/jpeg', kind: 'photo' });

    const whole = await tusCreate(target(), photo.length, metadata, photo);
    const part = await tusCreate(target(), photo.length, metadata, photo.subarray(0, 1_000));

    expect([whole.status, ((await whole.json()) as Attachment).mediaType]).to.deep.equal([201, 'image/jpeg']);
    expect([part.status, part.headers.get('upload-offset')]).to.deep.equal([201, '1000']);
  });

  it('lead into the vault when they say which document they are', async () => {
    const photo = await samples.phonePhoto();
    const { kind: _, ...rest } = describeFile({ filename: 'id.jpg', filetype: 'image/jpeg' });
    const created = await tusCreate(target(), photo.length, { ...rest, documentType: 'passport' });
    const done = await tusAppend(target(), created.headers.get('location') ?? '', 0, photo);

    expect([done.status, await done.json()]).to.deep.include.members([200]);
    const agent = await world.person('agent', ['agent']);
    const refused = await tusCreate(target(agent), photo.length, { ...rest, documentType: 'passport' });
    expect(await codeOf(refused)).to.equal('auth/forbidden');
    const { vault, attachments } = await world.left();
    expect([vault.length, attachments.length]).to.deep.equal([1, 0]);
  });

  for (const cut of [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 150_000, 3 * CHUNK - 1]) {
    it(`go on where they broke off after ${cut} bytes`, async () => {
      const file = text(3 * CHUNK);
      const path = await begin(file.length);

      const socket = await tusStall(target(), path, 0, file.length, file.subarray(0, cut));
      await waitUntil('the bytes have arrived', async () => (await viewOf(path)).offset === cut);
      socket.destroy();
      const offset = await tusOffset(target(), path);
      expect(offset).to.equal(cut);
      const attachment = (await (await tusAppend(target(), path, offset, file.subarray(offset))).json()) as Attachment;

      const content = await world.request(`/v1/attachments/${attachment.id}/content`, { by: alice });
      expect(Buffer.from(await content.arrayBuffer()).equals(file)).to.equal(true);
    });
  }

  it('take one request at a time: a newer one ends an older one, and none writes twice', async () => {
    const file = text(4 * CHUNK);
    const path = await begin(file.length);
    const socket = await tusStall(target(), path, 0, file.length, file.subarray(0, CHUNK));
    await waitUntil('some bytes have arrived', async () => (await viewOf(path)).offset === CHUNK);

    const [behind, ...rivals] = await Promise.all([
      tusAppend(target(), path, 0, file),
      tusAppend(target(), path, CHUNK, file.subarray(CHUNK)),
      tusAppend(target(), path, CHUNK, file.subarray(CHUNK)),
    ]);

    expect(await codeOf(behind)).to.equal('upload/offset-mismatch');
    const codes = await Promise.all(rivals.map(codeOf));
    expect(codes).to.include('200');
    for (const code of codes) expect(code).to.be.oneOf(['200', 'upload/offset-mismatch', 'upload/busy']);
    expect((await viewOf(path)).attachment?.receipt?.originalBytes).to.equal(file.length);
    socket.destroy();
  });

  it('are nobody else’s', async () => {
    const mallory = await world.person('visitor');
    const path = await begin(100);

    expect(await codeOf(await tusAsk(target(mallory), 'GET', path))).to.equal('upload/not-found');
    expect((await tusAsk(target(mallory), 'HEAD', path)).status).to.equal(404);
    expect(await codeOf(await tusAsk(target(mallory), 'DELETE', path))).to.equal('upload/not-found');
    expect(await codeOf(await tusAppend(target(mallory), path, 0, text(100)))).to.equal('upload/not-found');
    expect((await tusAppend(target(), path, 0, text(100))).status).to.equal(200);
  });

  it('leave nothing when they are given up, whether or not bytes are on their way', async () => {
    const paths = [await begin(CHUNK * 4), await begin(CHUNK * 4)];
    const socket = await tusStall(target(), paths[0] ?? '', 0, CHUNK * 4, text(CHUNK * 2));
    await waitUntil('bytes have arrived', async () => (await viewOf(paths[0] ?? '')).offset === CHUNK * 2);

    for (const path of paths) {
      expect((await tusAsk(target(), 'DELETE', path)).status).to.equal(204);
      expect(await codeOf(await tusAsk(target(), 'GET', path))).to.equal('upload/not-found');
    }

    socket.destroy();
    await expectNothingLeft();
  });

  it('are forgotten when nothing comes for an hour', async () => {
    const idle = await begin(100);
    const alive = await begin(100);
    world.clock.time += 50 * 60_000;
    await tusAppend(target(), alive, 0, text(50));
    world.clock.time += 20 * 60_000;

    expect(await codeOf(await tusAsk(target(), 'GET', idle))).to.equal('upload/not-found');
    expect(await world.uploads.sweep()).to.equal(1);
    expect(await tusOffset(target(), alive)).to.equal(50);
    world.clock.time += 61 * 60_000;
    expect(await world.uploads.sweep()).to.equal(1);
    await expectNothingLeft();
  });

  it('answer a file that is refused with its problem, also later', async () => {
    const page = Buffer.from('<!doctype html><script>1</script>');
    const path = await begin(page.length);

    expect(await codeOf(await tusAppend(target(), path, 0, page))).to.equal('attachment/type-not-allowed');

    expect((await viewOf(path)).problem?.code).to.equal('attachment/type-not-allowed');
    expect(await codeOf(await tusAppend(target(), path, page.length, Buffer.alloc(0)))).to.equal(
      'attachment/type-not-allowed',
    );
    await expectNothingLeft();
  });

  it('ask who may, before the first byte and after the last', async () => {
    const mallory = await world.person('visitor');
    const closed = world.conversation('support', [alice], 'closed');
    const create = (more: Record<string, string>, who = alice, length = 100): Promise<Response> =>
      tusCreate(target(who), length, describeFile(more));

    expect(await codeOf(await create({}, mallory))).to.equal('conversation/not-found');
    expect(await codeOf(await create({ conversationId: closed }))).to.equal('conversation/closed');
    expect(await codeOf(await create({ kind: 'film' }))).to.equal('request/invalid');
    expect(await codeOf(await create({ kind: 'voice' }, alice, 11 * 1024 * 1024))).to.equal('attachment/too-large');
    world.consents.set(alice.id, new Set());
    expect(await codeOf(await create({}))).to.equal('consent/required');
    world.consents.set(alice.id, new Set(['service']));
    const path = await begin(100);
    world.consents.set(alice.id, new Set());
    expect(await codeOf(await tusAppend(target(), path, 0, text(100)))).to.equal('consent/required');
    await expectNothingLeft();
  });

  it('refuse what is not tus, or not as they offer it', async () => {
    const path = await begin(100);
    const send = (method: string, to: string, headers: Record<string, string>, body?: string): Promise<Response> =>
      world.request(to, { by: alice, method, headers, ...(body === undefined ? {} : { body }) });
    const bytes = { 'content-type': 'application/offset+octet-stream' };
    const tus = { 'tus-resumable': '1.0.0' };

    const old = await send('HEAD', path, { 'tus-resumable': '0.2.2' });
    expect([old.status, old.headers.get('tus-version')]).to.deep.equal([412, '1.0.0']);
    expect(await codeOf(await send('DELETE', path, {}))).to.equal('upload/version-unsupported');
    for (const headers of [
      { ...tus, ...bytes },
      { ...tus, ...bytes, 'upload-offset': '-1' },
      { ...tus, ...bytes, 'upload-offset': '1e1' },
      { ...tus, 'upload-offset': '0', 'content-type': 'text/plain' },
    ]) {
      expect(await codeOf(await send('PATCH', path, headers, 'x'))).to.equal('request/invalid');
    }
    expect(await codeOf(await send('POST', '/v1/uploads', { ...tus, 'upload-defer-length': '1' }))).to.equal(
      'request/invalid',
    );
    expect(
      await codeOf(await send('POST', '/v1/uploads', { ...tus, 'upload-length': '5', 'upload-metadata': 'a b c' })),
    ).to.equal('request/malformed');
    expect(await codeOf(await tusAppend(target(), path, 5, text(5)))).to.equal('upload/offset-mismatch');
    expect(await codeOf(await tusAppend(target(), path, 0, text(101)))).to.equal('attachment/too-large');
    expect((await tusAppend(target(), path, 0, text(100))).status).to.equal(200);
  });

  it('take photos as an upload in one go does', async () => {
    const photo = await samples.phonePhoto();
    const attachment = await tusUpload(
      target(),
      photo,
      describeFile({ filename: 'a.jpg', filetype: 'image/jpeg', kind: 'photo' }),
    );

    expect(attachment.receipt?.removed).to.have.members(['location', 'camera', 'metadata']);
  });
});
