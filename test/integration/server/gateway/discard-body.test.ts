/** Refusals of large uploads: each reaches its sender, whoever that is, and nobody is listened to for ever. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import express from 'express';
import { limits } from '../../../../client-sdk/contract/src/constants.ts';
import {
  answerAndDiscard,
  type DiscardBounds,
  discardBounds,
} from '../../../../server/src/gateway/discard-body.http.ts';
import type { Principal } from '../../../../server/src/kernel/principal.ts';
import type { MediaPool } from '../../../../server/src/platform/media/media-pool.ts';
import { type FilesWorld, filesWorld } from '../../../support/files-world.ts';
import { requireTool } from '../../../support/installed-tool.ts';
import { clients, type LargeBody, makeSparseFile } from '../../../support/large-bodies.ts';
import { testMediaPool } from '../../../support/media.ts';
import { answerOf, openRequest } from '../../../support/raw-request.ts';

const MEBI = 1024 * 1024;
const TIMES = 20;
/** Fewer than the voice messages that the quota has room for. */
const AT_ONCE = 5;
const quota = { bytes: 90 * MEBI, files: 1_000 };

describe('the refusal of a large upload', function () {
  this.timeout(60_000);
  let media: MediaPool;
  let world: FilesWorld;
  let alice: Principal;
  let folder: string;
  let conversationId: string;
  const files = new Map<number, string>();
  before(async () => {
    media = testMediaPool();
    world = await filesWorld(media, { quotas: { person: quota, conversation: quota, atOncePerPerson: 100 } });
    alice = await world.person('visitor');
    conversationId = world.conversation('support', [alice]);
    folder = await mkdtemp(join(tmpdir(), 'senim-large-'));
    for (const size of [30, 99, 101]) files.set(size, await makeSparseFile(join(folder, String(size)), size * MEBI));
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await world[Symbol.asyncDispose]();
    await media[Symbol.asyncDispose]();
  });

  const body = (size: number, more: { path?: string; token?: string; kind?: string; to?: string }): LargeBody => ({
    url: world.url,
    path: more.path ?? '/v1/attachments',
    headers: { Authorization: `Bearer ${more.token ?? alice.id}` },
    fields: { conversationId: more.to ?? conversationId, kind: more.kind ?? 'file' },
    file: files.get(size) as string,
    fileBytes: size * MEBI,
  });

  const refusals: Record<string, readonly (readonly [string, () => LargeBody])[]> = {
    'before anybody reads it': [
      ['401 auth/token-invalid', () => body(30, { token: 'nobody' })],
      ['404 request/unknown-operation', () => body(99, { path: '/v1/nothing' })],
      ['422 request/invalid', () => body(30, { kind: 'film' })],
      ['413 attachment/too-large', () => body(101, {})],
    ],
    'when a place is asked for': [
      ['429 attachment/quota-exceeded', () => body(99, {})],
      ['404 conversation/not-found', () => body(30, { to: '11111111-1111-4111-8111-111111111111' })],
    ],
    'while it is read': [['413 attachment/too-large', () => body(99, { kind: 'voice' })]],
  };

  for (const [client, send] of Object.entries(clients)) {
    for (const [when, cases] of Object.entries(refusals)) {
      it(`reaches ${client} ${when}`, async function () {
        if (client === 'curl') requireTool(this, 'curl');
        const tries = Array.from({ length: TIMES }, (_, time) => cases[time % cases.length] as (typeof cases)[number]);
        while (tries.length > 0) {
          const batch = tries.splice(0, AT_ONCE);
          const answers = await Promise.all(batch.map(async ([, make]) => send(make())));
          expect(answers.map(({ status, code }) => `${status} ${code}`)).to.deep.equal(
            batch.map(([expected]) => expected),
          );
        }
      });
    }
  }
});

describe('a body that nobody wants', function () {
  this.timeout(60_000);

  /** A server that refuses everything, within bounds of the test. */
  const refusing = async (bounds: DiscardBounds) => {
    const app = express().use((request, response) => answerAndDiscard(request, response.status(400), '{}', bounds));
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: async () => void server.close() };
  };
  const begin = (url: string) =>
    openRequest(url, { path: '/', token: 'nobody', headers: { 'Content-Length': '1000000000' } });

  it('is cut off after a while, however slowly it comes', async () => {
    await using server = await refusing({ mostBytes: 1_000_000, mostMs: 300 });
    const socket = begin(server.url);
    const closed = once(socket, 'close');
    const dribble = setInterval(() => socket.write('x'), 20);

    expect((await answerOf(socket)).status).to.equal(400);
    await closed;
    clearInterval(dribble);
  });

  it('is cut off after so many bytes, however quickly they come', async () => {
    await using server = await refusing({ mostBytes: 1_000_000, mostMs: 60_000 });
    const socket = begin(server.url);
    const closed = once(socket, 'close');
    const flood = setInterval(() => socket.write(Buffer.alloc(256 * 1024)), 5);

    expect((await answerOf(socket)).status).to.equal(400);
    await closed;
    clearInterval(flood);
  });

  it('is bounded by the largest file that is taken, and by seconds', () => {
    expect(discardBounds.mostBytes).to.be.within(limits.fileBytes, 2 * limits.fileBytes);
    expect(discardBounds.mostMs).to.be.at.most(30_000);
  });
});
