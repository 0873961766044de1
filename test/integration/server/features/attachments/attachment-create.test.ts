/** Uploads: taken whole and safe, or not at all. */

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Attachment } from '@senim/contract';
import { expect } from 'chai';
import sharp from 'sharp';
import type { Principal } from '../../../../../server/src/kernel/principal.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { codeOf, type FilesWorld, filesWorld } from '../../../../support/files-world.ts';
import { testMediaPool } from '../../../../support/media.ts';
import * as samples from '../../../../support/sample-files.ts';
import { waitUntil } from '../../../../support/wait-until.ts';

describe('POST /v1/attachments', function () {
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

  const upload = (file: Buffer, options: Partial<Parameters<FilesWorld['upload']>[1]> = {}): Promise<Response> =>
    world.upload(file, { by: alice, to: conversation, ...options });

  const expectNothingLeft = async (): Promise<void> => {
    await waitUntil('the spool is empty', async () => (await world.left()).spool.length === 0);
    expect(await world.left()).to.deep.equal({ spool: [], attachments: [], vault: [] });
    expect(await world.rows()).to.deep.equal({ attachments: [], objects: [], headers: [], places: [] });
  };

  it('takes a photo, and tells its sender what was removed', async () => {
    const photo = await samples.phonePhoto({ width: 640, height: 480 });

    const response = await upload(photo, { name: 'Отпуск.JPG', type: 'image/jpeg' });
    const attachment = (await response.json()) as Attachment;

    expect(response.status).to.equal(201);
    expect(attachment).to.include({ kind: 'photo', status: 'available', mediaType: 'image/jpeg', name: 'Отпуск.jpg' });
    expect(attachment).to.include({ conversationId: conversation, ownerId: alice.id, width: 480, height: 640 });
    expect(attachment.receipt?.removed).to.have.members(['location', 'camera', 'metadata']);
    expect(attachment.receipt).to.include({ originalBytes: photo.length, storedBytes: attachment.bytes });
    expect(world.published).to.deep.equal([
      { event: 'attachment:changed', payload: { attachment }, rooms: [`principal:${alice.id}`] },
    ]);
  });

  it('keeps names, previews and bytes sealed', async () => {
    await upload(await samples.plainJpeg(), { name: 'telling-name.jpg' });

    const { attachments, objects, headers } = await world.rows();
    const { spool, attachments: files } = await world.left();
    expect(JSON.stringify(attachments)).not.to.include('telling');
    expect(attachments[0]?.details_sealed?.includes('telling')).to.equal(false);
    expect(objects.map(({ status }) => status)).to.deep.equal(['stored', 'stored']);
    expect([headers.length, files.length, spool.length]).to.deep.equal([2, 2, 0]);
    for (const path of files) {
      expect((await readFile(path)).subarray(0, 400).toString('latin1')).not.to.match(/JFIF|RIFF|WEBP/);
    }
  });

  it('takes a form whose file comes before its fields', async () => {
    expect((await upload(await samples.plainJpeg(), { isFileFirst: true })).status).to.equal(201);
    expect((await world.left()).spool).to.deep.equal([]);
  });

  it('takes voice, documents, text, and pictures as files', async () => {
    const taken = async (file: Buffer, kind: string, name: string): Promise<string> =>
      ((await (await upload(file, { kind, name })).json()) as Attachment).mediaType;

    expect(await taken(await samples.webmVoice(), 'voice', 'voice.webm')).to.equal('audio/mp4');
    expect(await taken(samples.plainPdf(), 'file', 'invoice.pdf')).to.equal('application/pdf');
    expect(await taken(Buffer.from('имя;сумма\nА;1\n'), 'file', 'report.csv')).to.equal('text/plain');
    expect(await taken(await samples.phonePhoto(), 'file', 'photo.jpg')).to.equal('image/jpeg');
  });

  for (const [what, make, kind, name] of [
    ['SVG', samples.svg, 'file', 'picture.svg'],
    ['SVG named as text', samples.svg, 'file', 'notes.txt'],
    ['SVG named as a photo', samples.svg, 'photo', 'picture.jpg'],
    ['HTML', () => Buffer.from('\ufeff \n<!doctype html><script>alert(1)</script>'), 'file', 'page.txt'],
    ['an archive', () => Buffer.from('PK\x03\x04\x14\0\0\0\0\0aaaaaaaaaaaaaaaaaaaa'), 'file', 'notes.txt'],
    ['a Windows program', () => Buffer.concat([Buffer.from('MZ\x90\0'), Buffer.alloc(200)]), 'file', 'photo.pdf'],
    ['an ELF program', () => Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01'), Buffer.alloc(200)]), 'file', 'a'],
    ['a shell script', () => Buffer.from('#!/bin/sh\nrm -rf /\n'), 'file', 'notes.txt'],
    ['plain text named as a program', () => Buffer.from('start calc'), 'file', 'notes.bat'],
    ['a photo named as a page', samples.plainJpeg, 'photo', 'photo.html'],
    ['text with NUL', () => Buffer.from('a\0b'), 'file', 'notes.txt'],
    ['text that is not UTF-8', () => Buffer.from([0x61, 0xff, 0xfe, 0x62]), 'file', 'notes.txt'],
    ['text that ends inside a character', () => Buffer.from('я').subarray(0, 1), 'file', 'notes.txt'],
    ['a document as a photo', samples.plainPdf, 'photo', 'photo.pdf'],
    ['a photo as voice', samples.plainJpeg, 'voice', 'voice.jpg'],
    ['voice as a file', samples.webmVoice, 'file', 'voice.webm'],
  ] as const) {
    it(`refuses ${what}, and keeps nothing`, async () => {
      expect(await codeOf(await upload(await make(), { kind, name }))).to.equal('attachment/type-not-allowed');

      await expectNothingLeft();
      expect(world.audited).to.have.length(1);
      expect(world.audited[0]).to.deep.include({
        operation: 'attachment-create',
        outcome: 'refused',
        actorId: alice.id,
      });
    });
  }

  for (const [what, make] of [
    ['with a script', () => samples.plainPdf('<</S/JavaScript/JS(app.alert)>>')],
    ['with a hidden script', () => samples.plainPdf('<</S/#4aavaScript/JS(app.alert)>>')],
    ['that starts a program', () => samples.plainPdf('<</S/Launch/F(cmd.exe)>>')],
    ['with a file within', () => samples.plainPdf('<</Type/EmbeddedFile>>')],
    ['with something behind it', () => Buffer.concat([samples.plainPdf(), Buffer.from('<script>')])],
    ['that is an archive as well', () => Buffer.concat([samples.plainPdf(), Buffer.from('PK\x05\x06\0\0%%EOF\n')])],
  ] as const) {
    it(`refuses a PDF ${what}`, async () => {
      expect(await codeOf(await upload(make(), { kind: 'file', name: 'x.pdf' }))).to.equal('attachment/unsafe');
      await expectNothingLeft();
    });
  }

  it('refuses broken photos and pixel bombs, and keeps nothing', async () => {
    const photo = await samples.phonePhoto();

    expect(await codeOf(await upload(photo.subarray(0, photo.length / 2)))).to.equal('attachment/unreadable');
    expect(await codeOf(await upload(await samples.pixelBomb()))).to.equal('attachment/unsafe');
    expect(await codeOf(await upload(Buffer.alloc(0)))).to.equal('attachment/unreadable');
    await expectNothingLeft();
  });

  it('refuses files above the limit of their kind, whichever way they come', async () => {
    const long = Buffer.alloc(10 * 1024 * 1024 + 1);

    expect(await codeOf(await upload(long, { kind: 'voice' }))).to.equal('attachment/too-large');
    expect(await codeOf(await upload(long, { kind: 'voice', isFileFirst: true }))).to.equal('attachment/too-large');
    await expectNothingLeft();
  });

  it('refuses strangers, closed conversations and missing consents', async () => {
    const photo = await samples.plainJpeg();
    const mallory = await world.person('visitor');
    world.consents.set(mallory.id, new Set(['service']));
    const closed = world.conversation('support', [alice], 'closed');
    const hers = world.conversation('support', [mallory]);

    for (const isFileFirst of [false, true]) {
      expect(await codeOf(await upload(photo, { by: mallory, isFileFirst }))).to.equal('conversation/not-found');
      expect(await codeOf(await upload(photo, { to: closed, isFileFirst }))).to.equal('conversation/closed');
      expect(await codeOf(await upload(photo, { by: mallory, to: hers, isFileFirst }))).to.equal('consent/required');
    }
    await expectNothingLeft();
    expect((await upload(samples.plainPdf(), { by: mallory, to: hers, kind: 'file' })).status).to.equal(201);
  });

  it('refuses bodies that are not what they should be', async () => {
    const post = (body: BodyInit, headers: Record<string, string> = {}): Promise<Response> =>
      world.request('/v1/attachments', { by: alice, method: 'POST', body, headers });
    const form = (...parts: readonly (readonly [string, string | Blob])[]): FormData => {
      const made = new FormData();
      for (const [name, value] of parts) made.append(name, value as string);
      return made;
    };
    const file = new Blob(['x']);
    const fields = [
      ['conversationId', conversation],
      ['kind', 'file'],
    ] as const;
    const broken = { 'content-type': 'multipart/form-data; boundary=b' };

    expect(await codeOf(await post('{}', { 'content-type': 'application/json' }))).to.equal('request/malformed');
    expect(await codeOf(await post(form(...fields)))).to.equal('request/invalid');
    expect(await codeOf(await post(form(['file', file])))).to.equal('request/invalid');
    expect(await codeOf(await post(form(...fields, ['other', file])))).to.equal('request/invalid');
    expect(await codeOf(await post(form(['kind', 'x'], fields[0], ['file', file])))).to.equal('request/invalid');
    expect(await codeOf(await post(form(...fields, ['extra', '1'], ['file', file])))).to.equal('request/invalid');
    expect(await codeOf(await post(form(...fields, ['file', file], ['file', file])))).to.equal('request/too-large');
    expect(await codeOf(await post(form(...fields, ['a[b]', '1'], ['file', file])))).to.equal('request/too-large');
    expect(await codeOf(await post(form(['kind', 'x'.repeat(1_000)], ['file', file])))).to.equal('request/too-large');
    const many = Array.from({ length: 1_000 }, (_, at) => [`f${at}`, '1'] as const);
    expect(await codeOf(await post(form(...many)))).to.equal('request/too-large');
    expect(await codeOf(await post('--b\r\nContent-Disp', broken))).to.equal('request/malformed');
    const cut = `--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf`;
    expect(await codeOf(await post(cut, broken))).to.equal('request/malformed');
    await expectNothingLeft();
  });

  it('answers a refusal before the file was sent', async () => {
    const mallory = await world.person('visitor');
    const fields = Object.entries({ conversationId: conversation, kind: 'photo' })
      .map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join('');
    const socket = connect(Number(new URL(world.url).port), '127.0.0.1');
    socket.write(
      `POST /v1/attachments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${mallory.id}\r\nContent-Length: 20000000\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n${fields}--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nfirst bytes`,
    );

    const [answer] = (await once(socket, 'data')) as [Buffer];

    expect(answer.toString()).to.match(/^HTTP\/1\.1 404 /);
    socket.destroy();
    await expectNothingLeft();
  });

  it('keeps nothing of an upload that broke off', async () => {
    const photo = await samples.phonePhoto({ width: 2000, height: 1500 });
    const fields = Object.entries({ conversationId: conversation, kind: 'photo' })
      .map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join('');
    const head = `POST /v1/attachments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${alice.id}\r\nContent-Length: ${photo.length + 1_000}\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n${fields}--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n`;
    for (let count = 1; count < 10; count++) {
      const socket = connect(Number(new URL(world.url).port), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(Buffer.concat([Buffer.from(head), photo.subarray(0, (photo.length * count) / 10)]));
      await waitUntil(`upload ${count} is reserved`, async () => (await world.rows()).attachments.length === 1);
      socket.destroy();
      await waitUntil('it is taken back', async () => (await world.rows()).attachments.length === 0);
    }
    await expectNothingLeft();
  });

  it('takes many at once', async () => {
    const photos = await Promise.all(Array.from({ length: 12 }, (_, at) => samples.plainJpeg(400 + at, 300)));

    const responses = await Promise.all(photos.map((photo) => upload(photo)));

    expect(responses.map(({ status }) => status)).to.deep.equal(photos.map(() => 201));
    expect((await world.left()).spool).to.deep.equal([]);
  });

  it('stores nothing that exposes the place where the photo was taken', async () => {
    const { id } = (await (await upload(await samples.phonePhoto())).json()) as Attachment;

    for (const variant of ['full', 'thumbnail']) {
      const response = await world.request(`/v1/attachments/${id}/content?variant=${variant}`, { by: alice });
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(response.status).to.equal(200);
      expect(await sharp(bytes).metadata()).not.to.have.any.keys('exif', 'xmp', 'iptc', 'icc', 'orientation');
    }
  });
});
