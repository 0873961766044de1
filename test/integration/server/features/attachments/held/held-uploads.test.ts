/** Uploads while the scanner has no verdict: kept sealed and out of reach, tried again, and then settled. */
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Attachment } from '@senim/contract';
import { expect } from 'chai';
import { ZipFile } from 'yazl';
import type { WatchedScanner } from '../../../../../../server/src/features/attachments/index.ts';
import { clamdLink } from '../../../../../../server/src/features/attachments/malware/clamd-link.net.ts';
import { clamdScanner } from '../../../../../../server/src/features/attachments/malware/clamd-scanner.ts';
import type { Principal } from '../../../../../../server/src/kernel/principal.ts';
import type { MediaPool } from '../../../../../../server/src/platform/media/media-pool.ts';
import { eicar } from '../../../../../support/eicar.ts';
import { codeOf, type FilesWorld, filesWorld } from '../../../../../support/files-world.ts';
import { requireTool } from '../../../../../support/installed-tool.ts';
import { testMediaPool } from '../../../../../support/media.ts';
import { plainJpeg } from '../../../../../support/sample-files.ts';
import { type TestClamd, testClamd } from '../../../../../support/services/clamd.ts';
import { silentLogger } from '../../../../../support/silent-logger.ts';
import { waitUntil } from '../../../../../support/wait-until.ts';

const MAX_STREAM = 1024 * 1024;
const text = (length: number): Buffer => Buffer.alloc(length, 'a line of text\n');

describe('an upload without a verdict', function () {
  this.timeout(60_000);
  let media: MediaPool;
  let clamd: TestClamd;
  let scanner: WatchedScanner;
  let world: FilesWorld;
  let alice: Principal;
  let conversation: string;
  let rechecks: AsyncDisposable | undefined;
  before(async function () {
    requireTool(this, 'clamd');
    media = testMediaPool();
    clamd = await testClamd({ maxStreamBytes: MAX_STREAM, isStarted: false });
  });
  after(async () => {
    await clamd?.[Symbol.asyncDispose]();
    await media?.[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    scanner = clamdScanner({
      link: clamdLink(clamd.address),
      logger: silentLogger,
      scanTimeoutMs: 4_000,
      testTimeoutMs: 2_000,
    });
    world = await filesWorld(media, { scanner });
    alice = await world.person('visitor');
    conversation = world.conversation('support', [alice]);
  });
  afterEach(async () => {
    await rechecks?.[Symbol.asyncDispose]();
    rechecks = undefined;
    await world[Symbol.asyncDispose]();
    await clamd.kill();
  });

  const startRechecks = (): void => {
    rechecks = world.attachments.startRechecks(scanner, 50);
  };
  const send = async (file: Buffer, kind = 'file', name = 'notes.txt'): Promise<Attachment> => {
    const response = await world.upload(file, { by: alice, to: conversation, kind, name });
    expect(response.status).to.equal(201);
    return (await response.json()) as Attachment;
  };
  const look = async (id: string): Promise<Attachment> =>
    (await (await world.request(`/v1/attachments/${id}`, { by: alice })).json()) as Attachment;
  const content = (id: string): Promise<Response> => world.request(`/v1/attachments/${id}/content`, { by: alice });
  const settled = async (id: string): Promise<Attachment> => {
    await waitUntil('it is settled', async () => (await look(id)).status !== 'checking');
    return look(id);
  };
  const variants = async (): Promise<string[]> => (await world.rows()).objects.map(({ variant }) => variant).sort();
  const expectNoBytes = async (): Promise<void> => {
    await waitUntil('its bytes are gone', async () => (await world.rows()).objects.length === 0);
    expect(await world.left()).to.deep.equal({ spool: [], attachments: [], vault: [] });
    expect((await world.rows()).headers).to.deep.equal([]);
  };

  it('is taken as “checking”, with its name and kind, and nobody can open it', async () => {
    const photo = await plainJpeg();

    const attachment = await send(photo, 'photo', 'IMG 1.jpeg');

    expect(attachment).to.include({
      status: 'checking',
      name: 'IMG 1.jpeg',
      mediaType: 'image/jpeg',
      bytes: photo.length,
    });
    expect(attachment).not.to.have.any.keys('receipt', 'rejectedFor', 'thumbHash');
    expect(await look(attachment.id)).to.deep.equal(attachment);
    expect(await codeOf(await content(attachment.id))).to.equal('attachment/not-available');
  });

  it('lies in the store sealed, and nowhere else', async () => {
    await send(Buffer.from('a telling text'));

    const { spool, attachments } = await world.left();
    expect([spool.length, attachments.length]).to.deep.equal([0, 1]);
    expect(await variants()).to.deep.equal(['quarantine']);
    expect((await readFile(attachments[0] as string)).includes('telling')).to.equal(false);
    expect(JSON.stringify((await world.rows()).attachments)).not.to.include('notes');
  });

  it('becomes available as soon as the scanner is there, rebuilt as any other', async () => {
    const { id } = await send(await plainJpeg(), 'photo', 'a.jpg');
    startRechecks();

    await clamd.start();
    const attachment = await settled(id);

    expect(attachment).to.include({ status: 'available', name: 'a.jpg', mediaType: 'image/jpeg', width: 64 });
    expect(attachment.receipt).to.include({ storedBytes: attachment.bytes });
    expect((await content(id)).status).to.equal(200);
    await waitUntil('the quarantine is empty', async () => (await variants()).join() === 'full,thumbnail');
    expect((await world.left()).attachments).to.have.length(2);
    expect(world.published.map(({ rooms }) => rooms)).to.deep.equal([
      [`principal:${alice.id}`],
      [`principal:${alice.id}`],
    ]);
    expect(world.published.at(-1)?.payload).to.deep.equal({ attachment });
  });

  it('is refused once the scanner has found something, with an entry in the audit log and no bytes left', async () => {
    const { id } = await send(Buffer.concat([Buffer.from('Look:\n'), eicar()]));
    startRechecks();

    await clamd.start();
    const attachment = await settled(id);

    expect(attachment).to.include({ status: 'rejected', rejectedFor: 'infected', name: 'notes.txt', bytes: 0 });
    expect(world.audited.map(({ details }) => details)).to.deep.equal([
      { kind: 'file', reason: 'infected', wasHeld: true },
    ]);
    expect(await codeOf(await content(id))).to.equal('attachment/not-available');
    await expectNoBytes();
  });

  it('is refused when it then turns out to be broken', async () => {
    const photo = await plainJpeg(640, 480);
    const { id } = await send(photo.subarray(0, photo.length / 2), 'photo', 'a.jpg');
    startRechecks();

    await clamd.start();

    expect(await settled(id)).to.include({ status: 'rejected', rejectedFor: 'unreadable' });
    await expectNoBytes();
  });

  it('is there for a frozen clamd, for one that dies during the scan, and for one that takes no such length', async () => {
    await clamd.start();
    expect((await send(text(100))).status, 'to begin with').to.equal('available');
    clamd.freeze();
    expect((await send(text(100))).status, 'frozen').to.equal('checking');
    clamd.thaw();
    await waitUntil('it is believed again', () => scanner.isUsable());
    clamd.freeze();
    const dying = send(text(100_000));
    await waitUntil('the scan has begun', async () => (await world.left()).spool.length === 1);
    await clamd.kill();
    expect((await dying).status, 'killed').to.equal('checking');
    await clamd.start();
    await waitUntil('it is believed again', () => scanner.isUsable());

    expect((await send(text(MAX_STREAM + 1))).status, 'too long').to.equal('checking');

    expect(await world.attachments.heldCount()).to.equal(3);
  });

  it('is refused as too large when the scanner says again that it is', async () => {
    await clamd.start();
    const { id, status } = await send(text(MAX_STREAM + 1));
    expect(status).to.equal('checking');

    startRechecks();

    expect(await settled(id)).to.include({ status: 'rejected', rejectedFor: 'too-large' });
    await expectNoBytes();
  });

  it('is refused after a day, whether or not the scanner is there', async () => {
    const { id } = await send(text(100));
    await world.database.pool.query(`update attachment set held_since = now() - interval '25 hours'`);

    startRechecks();

    expect(await settled(id)).to.include({ status: 'rejected', rejectedFor: 'unchecked' });
    await expectNoBytes();
  });

  it('is not kept when the consent is gone meanwhile', async () => {
    const { id } = await send(await plainJpeg(), 'file', 'a.jpg');
    world.consents.set(alice.id, new Set(['service']));
    startRechecks();

    await clamd.start();

    expect(await settled(id)).to.include({ status: 'rejected', rejectedFor: 'consent-missing' });
    await expectNoBytes();
  });

  it('is no left-over for the sweep, and is destroyed with its attachment', async () => {
    const { id } = await send(text(100));
    world.clock.time += 3 * 60 * 60_000;

    await world.attachments.sweep();
    expect((await look(id)).status).to.equal('checking');
    expect((await world.left()).attachments).to.have.length(1);

    await world.attachments.destroy([id]);
    expect((await look(id)).status).to.equal('destroyed');
    await expectNoBytes();
  });

  it('is tried by one node at a time, and by another when that one is gone', async () => {
    const { id } = await send(text(100));
    const options = { leaseMs: 2_000, giveUpAfterMs: 3_600_000, onlyOverdue: false };
    const { held } = world;
    await held.wake();

    const taken = await Promise.all([held.take(options), held.take(options), held.take(options)]);

    expect(taken.filter((due) => due !== undefined).map(({ record }) => record.id)).to.deep.equal([id]);
    await waitUntil('the lease is over', async () => (await held.take(options)) !== undefined);
  });

  it('is settled although an attempt before was killed half-way', async () => {
    const { id } = await send(text(100));
    const draft = await world.intake.objects.draft(id, 'full');
    await world.intake.objects.announce([draft]);
    await world.intake.objects.put(draft, [Buffer.from('half-made')] as never);
    startRechecks();

    await clamd.start();

    expect((await settled(id)).status).to.equal('available');
    expect(await (await content(id)).text()).to.equal(text(100).toString());
    await waitUntil('nothing else is left', async () => (await variants()).join() === 'full');
  });

  it('of a photo needs the consent to photos, and is not kept without', async () => {
    world.consents.set(alice.id, new Set(['service']));

    const response = await world.upload(await plainJpeg(), {
      by: alice,
      to: conversation,
      kind: 'file',
      name: 'a.jpg',
    });

    expect(await codeOf(response)).to.equal('consent/required');
    await expectNoBytes();
  });

  it('as an identity document is not kept at all: its sender is asked to try again', async () => {
    const response = await world.handOver(await plainJpeg(), { by: alice, to: conversation });

    expect(response.status).to.equal(503);
    expect(await response.json()).to.include({ code: 'service/unavailable', retryable: true, retryAfterMs: 30_000 });
    await expectNoBytes();
  });
});

describe('an upload that the scanner refuses', function () {
  this.timeout(60_000);

  it('is kept nowhere, and is in the audit log', async function () {
    requireTool(this, 'clamd');
    await using media = testMediaPool();
    await using clamd = await testClamd();
    const scanner = clamdScanner({ link: clamdLink(clamd.address), logger: silentLogger });
    await using world = await filesWorld(media, { scanner });
    const alice = await world.person('visitor');
    const to = world.conversation('support', [alice]);
    const photo = Buffer.concat([await plainJpeg(), eicar()]);

    const zip = new ZipFile();
    zip.addBuffer(Buffer.from('<Types/>'), '[Content_Types].xml');
    zip.addBuffer(eicar(), 'word/media/image1.png');
    zip.end();
    const document = await buffer(zip.outputStream);

    const codes = [
      await codeOf(await world.upload(eicar(), { by: alice, to, kind: 'file', name: 'a.txt' })),
      await codeOf(await world.upload(photo, { by: alice, to, kind: 'photo', name: 'a.jpg' })),
      await codeOf(await world.upload(document, { by: alice, to, kind: 'file', name: 'a.docx' })),
      await codeOf(await world.handOver(photo, { by: alice, to, name: 'a.jpg' })),
    ];

    expect(codes).to.deep.equal(new Array(4).fill('attachment/infected'));
    expect(world.audited.map(({ outcome, details }) => [outcome, details?.['reason']])).to.deep.equal(
      new Array(4).fill(['refused', 'infected']),
    );
    expect(await world.left()).to.deep.equal({ spool: [], attachments: [], vault: [] });
    expect(await world.rows()).to.deep.equal({ attachments: [], objects: [], headers: [], places: [] });
  });
});
