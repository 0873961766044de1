/** Links: an address for elements that send no token, good for one person, one file and minutes. */

import { get as httpGet } from 'node:http';
import type { Attachment } from '@senim/contract';
import { expect } from 'chai';
import type { Principal } from '../../../../../server/src/kernel/principal.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { codeOf, type FilesWorld, filesWorld } from '../../../../support/files-world.ts';
import { testMediaPool } from '../../../../support/media.ts';
import { plainJpeg, plainPdf } from '../../../../support/sample-files.ts';

describe('links to attachments', function () {
  this.timeout(60_000);
  let media: MediaPool;
  let world: FilesWorld;
  let alice: Principal;
  let conversation: string;
  let id: string;
  before(async () => {
    media = testMediaPool();
    world = await filesWorld(media);
  });
  beforeEach(async () => {
    alice = await world.person('visitor');
    conversation = world.conversation('support', [alice]);
    const uploaded = await world.upload(await plainJpeg(300, 200), { by: alice, to: conversation });
    id = ((await uploaded.json()) as Attachment).id;
  });
  after(async () => {
    await world[Symbol.asyncDispose]();
    await media[Symbol.asyncDispose]();
  });

  const ask = (by: Principal, body: object = {}, of = id): Promise<Response> =>
    world.request(`/v1/attachments/${of}/links`, {
      by,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const linkOf = async (by: Principal, body: object = {}, of = id): Promise<{ url: string; expiresAt: string }> =>
    (await (await ask(by, body, of)).json()) as { url: string; expiresAt: string };
  const open = (path: string, init: RequestInit = {}): Promise<Response> => fetch(world.url + path, init);

  it('open without a token, as the variant they were made for', async () => {
    const [full, thumbnail] = [await linkOf(alice), await linkOf(alice, { variant: 'thumbnail' })];

    const [answer, small] = [await open(full.url), await open(thumbnail.url)];

    expect([answer.status, answer.headers.get('content-type')]).to.deep.equal([200, 'image/jpeg']);
    expect(small.headers.get('content-type')).to.equal('image/webp');
    const direct = await world.request(`/v1/attachments/${id}/content`, { by: alice });
    expect(Buffer.from(await answer.arrayBuffer()).equals(Buffer.from(await direct.arrayBuffer()))).to.equal(true);
  });

  it('open what came in beside the safe copy of a PDF', async () => {
    const pdf = plainPdf();
    const uploaded = await world.upload(pdf, { by: alice, to: conversation, kind: 'file', name: 'a.pdf' });
    const file = ((await uploaded.json()) as Attachment).id;

    const answer = await open((await linkOf(alice, { variant: 'original' }, file)).url);

    expect(Buffer.from(await answer.arrayBuffer()).equals(pdf)).to.equal(true);
  });

  it('answer under headers that let nothing act, from pages of any site', async () => {
    const { headers } = await open((await linkOf(alice)).url);

    expect(Object.fromEntries(headers)).to.include({
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    });
    expect(headers.get('content-disposition')).to.match(/^attachment; /);
  });

  it('serve ranges and validators', async () => {
    const { url } = await linkOf(alice);
    const etag = (await open(url)).headers.get('etag') as string;

    expect((await open(url, { headers: { range: 'bytes=0-9' } })).status).to.equal(206);
    expect((await open(url, { headers: { range: 'bytes=99999999-' } })).status).to.equal(416);
    expect((await open(url, { headers: { 'if-none-match': etag } })).status).to.equal(304);
    expect((await open(url, { headers: { 'if-match': '"other"' } })).status).to.equal(412);
    expect((await open(url, { method: 'HEAD' })).status).to.equal(200);
  });

  it('are made for nobody who may not see it, nor for what is not there', async () => {
    const mallory = await world.person('visitor');

    expect(await codeOf(await ask(mallory))).to.equal('attachment/not-found');
    expect(await codeOf(await ask(alice, {}, conversation))).to.equal('attachment/not-found');
    expect(await codeOf(await ask(alice, { variant: 'huge' }))).to.equal('request/invalid');
  });

  it('end after five minutes', async () => {
    const { url, expiresAt } = await linkOf(alice);
    expect(Date.parse(expiresAt) - world.clock.time).to.equal(5 * 60_000);

    world.clock.time += 5 * 60_000 - 1;
    expect((await open(url)).status).to.equal(200);
    world.clock.time += 1;
    expect(await codeOf(await open(url))).to.equal('attachment/not-found');
  });

  it('say nothing that can be read, and open in no other spelling', async () => {
    const { url } = await linkOf(alice);
    const token = url.split('/').at(-1) as string;
    const bytes = Buffer.from(token, 'base64url');
    expect(bytes.toString('hex')).not.to.include(alice.id.replaceAll('-', '').slice(0, 12));

    const altered = Array.from(bytes.keys(), (at) => {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] as number) ^ 1;
      return copy.toString('base64url');
    });
    for (const wrong of [...altered, token.slice(0, -1), `${token}A`, `${token.slice(0, -1)}-`, 'a', '%00', 'a.b']) {
      const code = await codeOf(await open(`/v1/attachment-links/${wrong}`));
      expect(['attachment/not-found', 'request/invalid', 'request/malformed'], wrong).to.include(code);
    }
  });

  const losses: Readonly<Record<string, () => unknown>> = {
    'has left the conversation': () => world.conversations.delete(conversation),
    'is not there any more': () => world.principals.delete(alice.id),
    'has lost the file to a redaction': () => world.attachments.destroy([id]),
  };
  for (const [loss, lose] of Object.entries(losses)) {
    it(`are dead at once when their person ${loss}`, async () => {
      const { url } = await linkOf(alice);
      expect((await open(url)).status).to.equal(200);

      await lose();

      expect((await open(url)).status).to.be.oneOf([404, 409]);
    });
  }

  /** Downloads, with a rest after each part when it is slow. */
  const download = (
    path: string,
    headers: Record<string, string>,
    { restMs = 0, onBegin = () => {} }: { restMs?: number; onBegin?: () => void } = {},
  ): Promise<'whole' | 'cut off'> =>
    new Promise((resolve) => {
      // A connection of its own: one that was read fast has buffers in which all of it would be under way at once.
      const request = httpGet(world.url + path, { headers, agent: false }, (response) => {
        onBegin();
        response.on('data', () => {
          if (restMs === 0) return;
          response.pause();
          setTimeout(() => response.resume(), restMs);
        });
        response.on('end', () => resolve('whole'));
        response.on('error', () => resolve('cut off'));
      });
      request.on('error', () => resolve('cut off'));
    });

  for (const [way, pathOf] of Object.entries({
    'a link': async (file: string) => [(await linkOf(alice, {}, file)).url, {}] as const,
    'a token': async (file: string) =>
      [`/v1/attachments/${file}/content`, { authorization: `Bearer ${alice.id}` }] as const,
  })) {
    it(`cut a long download through ${way} off when access is lost meanwhile`, async () => {
      const big = Buffer.alloc(20_000_000, 'long text\n');
      const uploaded = await world.upload(big, { by: alice, to: conversation, kind: 'file', name: 'a.txt' });
      const [path, headers] = await pathOf(((await uploaded.json()) as Attachment).id);
      expect(await download(path, headers)).to.equal('whole');

      const onBegin = () => void world.conversations.delete(conversation);

      expect(await download(path, headers, { restMs: 100, onBegin })).to.equal('cut off');
    });
  }
});
