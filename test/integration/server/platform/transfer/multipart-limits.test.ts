/** Every bound of a multipart body, by what exceeds it; and bodies that nobody in this project made. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Principal } from '../../../../../server/src/kernel/principal.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import {
  MAX_OVERHEAD_BYTES,
  type UploadTimes,
  uploadLimits,
  uploadTimes,
} from '../../../../../server/src/platform/transfer/upload-limits.ts';
import { codeOf, type FilesWorld, filesWorld } from '../../../../support/files-world.ts';
import { testMediaPool } from '../../../../support/media.ts';
import { answerOf, field, filePart, MULTIPART, openRequest, part } from '../../../../support/raw-request.ts';
import { describeWithShared } from '../../../../support/shared-material.ts';
import { waitUntil } from '../../../../support/wait-until.ts';

/** Of which a test shortens the one that it is about. */
const times: { -readonly [Name in keyof UploadTimes]: UploadTimes[Name] } = { ...uploadTimes };
const limits = uploadLimits(100 * 1024 * 1024);

describe('the bounds of a multipart body', function () {
  this.timeout(60_000);
  let media: MediaPool;
  let world: FilesWorld;
  let alice: Principal;
  let fields: string;
  before(async () => {
    media = testMediaPool();
    world = await filesWorld(media, { times });
    alice = await world.person('visitor');
    fields = field('conversationId', world.conversation('support', [alice])) + field('kind', 'file');
  });
  after(async () => {
    await world[Symbol.asyncDispose]();
    await media[Symbol.asyncDispose]();
  });
  afterEach(async () => {
    Object.assign(times, uploadTimes);
    await waitUntil('nothing is left', async () => {
      const { spool } = await world.left();
      const { attachments, places } = await world.rows();
      return (
        spool.length === 0 &&
        attachments.every(({ status }) => status === 'available') &&
        places.every(({ is_settled }) => is_settled)
      );
    });
  });

  const path = '/v1/attachments';
  const send = (body: string): Promise<Response> =>
    world.request(path, { by: alice, method: 'POST', body, headers: MULTIPART });
  const open = (headers: Record<string, string>) =>
    openRequest(world.url, { path, token: alice.id, headers: { ...MULTIPART, ...headers } });
  const file = filePart('plain text');
  const many = (count: number): string => Array.from({ length: count }, (_, at) => field(`f${at}`, '1')).join('');

  it('take what stays within them', async () => {
    expect((await send(`${fields}${file}--b--\r\n`)).status).to.equal(201);
  });

  for (const [limit, body] of [
    ['fieldNameSize', () => `${fields}${field('n'.repeat(limits.fieldNameSize + 1), '1')}${file}`],
    ['fieldSize', () => `${fields}${field('extra', 'v'.repeat(limits.fieldSize + 1))}${file}`],
    ['fields', () => `${fields}${many(limits.fields - 1)}${file}`],
    ['files', () => `${fields}${file}${file}`],
    ['parts', () => `${fields}${part(['Content-Disposition: inline'], '').repeat(limits.parts - 1)}${file}`],
    ['fieldNestingDepth', () => `${fields}${field('a[b]', '1')}${file}`],
    ['fieldArrayIndexLimit', () => `${fields}${field('a[1]', '1')}${file}`],
  ] as const) {
    it(`refuse more than ${limit}`, async () => {
      expect(await codeOf(await send(`${body()}--b--\r\n`))).to.equal('request/too-large');
    });
  }

  it('refuse a part with thousands of header pairs', async () => {
    // The parser knows no smaller number than its own, and ends at 16 KiB of them.
    const padding = Array.from({ length: 3_000 }, (_, at) => `X-${at}: 1`);
    const late = part([...padding, 'Content-Disposition: form-data; name="file"; filename="a.txt"'], 'plain text');

    expect(await codeOf(await send(`${fields}${late}--b--\r\n`))).to.equal('request/malformed');
  });

  it('refuse a part whose header does not end', async () => {
    const endless = part([`X: ${'x'.repeat(100_000)}`], 'plain text');

    expect(await codeOf(await send(`${fields}${endless}--b--\r\n`))).to.equal('request/malformed');
  });

  it('refuse a body that is declared longer than any file, before it is read', async () => {
    const socket = open({ 'Content-Length': String(limits.fileSize + MAX_OVERHEAD_BYTES + 1) });

    expect(await answerOf(socket)).to.deep.equal({ status: 413, code: 'attachment/too-large' });
    socket.destroy();
  });

  it('refuse a file above fileSize that was not declared', async () => {
    const socket = open({ 'Transfer-Encoding': 'chunked' });
    const answer = answerOf(socket);
    const voice = fields.replace('\r\nfile\r\n', '\r\nvoice\r\n');
    const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
    socket.write(chunk(`${voice}${part(['Content-Disposition: form-data; name="file"; filename="a"'], '').trimEnd()}`));
    socket.write(chunk('\r\n\r\n'));
    for (let sent = 0; sent <= 10 * 1024 * 1024; sent += 64 * 1024) socket.write(chunk('v'.repeat(64 * 1024)));

    expect(await answer).to.deep.equal({ status: 413, code: 'attachment/too-large' });
    socket.destroy();
  });

  it('refuse headers of a request that are too long', async () => {
    const socket = open({ 'Content-Length': '0', 'X-Long': 'x'.repeat(20_000) });

    expect((await answerOf(socket)).status).to.equal(431);
    socket.destroy();
  });

  it('give up a sender on whose connection nothing moves', async () => {
    times.idleMs = 400;
    const socket = open({ 'Content-Length': '5000' });
    socket.write(`${fields}${file.slice(0, -4)}`);

    expect(await answerOf(socket)).to.deep.equal({ status: 408, code: 'request/timeout' });
    socket.destroy();
  });

  it('give up a sender who trickles', async () => {
    Object.assign(times, { windowMs: 500, minWindowBytes: 200 });
    const socket = open({ 'Content-Length': '50000' });
    socket.write(`${fields}${file.slice(0, -4)}`);
    const trickle = setInterval(() => socket.write('x'), 50);

    expect(await answerOf(socket)).to.deep.equal({ status: 408, code: 'request/timeout' });
    clearInterval(trickle);
    socket.destroy();
  });

  it('give up a sender who takes longer than any may', async () => {
    times.deadlineMs = 1_500;
    const socket = open({ 'Content-Length': '5000000' });
    socket.write(`${fields}${file.slice(0, -4)}`);
    const steady = setInterval(() => socket.write('x'.repeat(200)), 50);

    expect(await answerOf(socket)).to.deep.equal({ status: 408, code: 'request/timeout' });
    clearInterval(steady);
    socket.destroy();
  });

  it('keep nobody waiting because many are slow', async () => {
    const slow = Array.from({ length: 50 }, () => {
      const socket = open({ 'Content-Length': '5000' });
      socket.write(fields);
      return socket;
    });
    await sleep(50);

    expect((await send(`${fields}${file}--b--\r\n`)).status).to.equal(201);
    for (const socket of slow) socket.destroy();
  });

  it('are wide enough for the slowest networks of phones', () => {
    expect(uploadTimes.minWindowBytes / (uploadTimes.windowMs / 1_000)).to.be.at.most(1_024);
  });

  describeWithShared('bodies of other projects’ tests', 'corpus/http', (folder) => {
    it('are answered, each with a success or a problem', async function () {
      this.timeout(60_000);
      const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.http'));
      expect(names.length).to.be.above(20);
      for (const name of names) {
        const body = await readFile(join(folder, name));
        const boundary = /--([^\r\n]+)/.exec(body.toString('latin1'))?.[1]?.replace(/--$/, '') ?? 'boundary';
        const response = await world.request(path, {
          by: alice,
          method: 'POST',
          body: new Uint8Array(body),
          headers: { 'content-type': `multipart/form-data; boundary="${boundary}"` },
        });
        expect(await codeOf(response), name).to.match(/^(201|request\/(malformed|invalid|too-large))$/);
      }
    });
  });
});
