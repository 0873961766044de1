/** Looks at identity documents: drawn with a watermark, for some minutes, with a second person where one is needed. */
import type { IdentityDocument, IdentityDocumentLook } from '@senim/contract';
import { expect } from 'chai';
import sharp from 'sharp';
import type { Principal } from '../../../../../server/src/kernel/principal.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { codeOf, type FilesWorld, filesWorld } from '../../../../support/files-world.ts';
import { testMediaPool } from '../../../../support/media.ts';
import { pdfOf } from '../../../../support/sample-documents.ts';
import * as samples from '../../../../support/sample-files.ts';

const REASON = 'the customer waits for a refund';

describe('looks at identity documents', function () {
  this.timeout(60_000);
  let media: MediaPool;
  let world: FilesWorld;
  let alice: Principal;
  let vera: Principal;
  let document: IdentityDocument;
  before(() => {
    media = testMediaPool();
  });
  after(() => media[Symbol.asyncDispose]());
  afterEach(() => world[Symbol.asyncDispose]());

  const handOver = async (file: Buffer, kind: string, name: string, type: string): Promise<Response> =>
    world.handOver(file, { by: alice, to: world.conversation('support', [alice]), kind, name, type });
  const arrange = async (needsSecondPerson = false): Promise<void> => {
    world = await filesWorld(media, { needsSecondPerson });
    alice = await world.person('visitor');
    vera = await world.person('agent', ['verifier']);
    const photo = await samples.phonePhoto({ width: 1200, height: 800 });
    document = (await (await handOver(photo, 'passport', 'p.jpg', 'image/jpeg')).json()) as IdentityDocument;
  };
  const post = (path: string, by: Principal, body: object): Promise<Response> =>
    world.request(path, {
      ...{ by, method: 'POST', body: JSON.stringify(body) },
      headers: { 'content-type': 'application/json' },
    });
  const open = (by: Principal, body: object = {}): Promise<Response> =>
    post(`/v1/identity-documents/${document.id}/looks`, by, { cause: 'check', reason: REASON, ...body });
  const opened = async (by: Principal, body: object = {}): Promise<IdentityDocumentLook> => {
    const response = await open(by, body);
    expect(response.status).to.equal(201);
    return (await response.json()) as IdentityDocumentLook;
  };
  const show = (by: Principal, query: string, id = document.id): Promise<Response> =>
    world.request(`/v1/identity-documents/${id}/content?${query}`, { by });
  const pixels = async (picture: Uint8Array): Promise<Buffer> =>
    sharp(picture).resize(800, 1200, { fit: 'fill' }).removeAlpha().raw().toBuffer();
  const shownPixels = async (by: Principal, query: string): Promise<Buffer> => {
    const response = await show(by, query);
    expect(response.status).to.equal(200);
    return pixels(Buffer.from(await response.arrayBuffer()));
  };
  const differing = (one: Buffer, other: Buffer): number => {
    let count = 0;
    for (let at = 0; at < one.length; at += 3) {
      if (Math.abs((one[at] as number) - (other[at] as number)) > 24) count++;
    }
    return count / (one.length / 3);
  };
  const mine = async (): Promise<{ looks: object[] }> => {
    const answer = await (await world.request('/v1/me/identity-documents', { by: alice })).json();
    return (answer as { identityDocuments: { looks: object[] }[] }).identityDocuments[0] as { looks: object[] };
  };
  const staffList = (by: Principal, which: string): Promise<Response> =>
    world.request(`/v1/identity-document-looks?which=${which}`, { by });
  const idsIn = async (response: Response): Promise<string[]> =>
    ((await response.json()) as { looks: { id: string }[] }).looks.map(({ id }) => id);

  it('are drawn over with who looks, when, and the number of the look: never the stored picture, and no two alike', async () => {
    await arrange();
    const stored = await world.vaultPicture(document.id);
    const [one, other] = [await opened(vera), await opened(vera)];

    const first = await shownPixels(vera, `look=${one.id}`);
    const second = await shownPixels(vera, `look=${other.id}`);

    expect(differing(await pixels(stored), first)).to.be.within(0.02, 0.4);
    expect(differing(first, second)).to.be.within(0.001, 0.2);
    // In each quarter of the picture: cutting one out takes a part of the writing along.
    const quarters = [0, 1, 2, 3].map((quarter) => first.length * (quarter / 4));
    const original = await pixels(stored);
    for (const start of quarters) {
      const end = start + first.length / 4;
      expect(differing(original.subarray(start, end), first.subarray(start, end))).to.be.greaterThan(0.01);
    }
  });

  it('end with their time: then the picture is opened anew, with a reason', async () => {
    await arrange();
    const look = await opened(vera);
    expect(look).to.include({ state: 'open', viewerName: 'Vera', reason: REASON, role: 'verifier' });
    expect(Date.parse(look.openUntil as string) - world.clock.time).to.equal(300_000);
    expect((await show(vera, `look=${look.id}`)).status).to.equal(200);

    world.clock.time += 300_001;

    expect(await codeOf(await show(vera, `look=${look.id}`))).to.equal('identity-document/look-over');
    expect(world.audited.at(-1)).to.include({ operation: 'identity-document-content', outcome: 'refused' });
    expect(await codeOf(await open(vera, { reason: ' ' }))).to.equal('request/invalid');
    expect((await show(vera, `look=${(await opened(vera)).id}`)).status).to.equal(200);
  });

  it('are their viewer’s alone, and of one document alone', async () => {
    await arrange();
    const look = await opened(vera);
    const valery = await world.person('agent', ['verifier']);
    const photo = await samples.phonePhoto({ width: 600, height: 400 });
    const other = (await (await handOver(photo, 'passport', 'q.jpg', 'image/jpeg')).json()) as IdentityDocument;

    expect(await codeOf(await show(valery, `look=${look.id}`))).to.equal('identity-document/look-not-found');
    expect(await codeOf(await show(vera, `look=${look.id}`, other.id))).to.equal('identity-document/look-not-found');
  });

  it('wait for a second verifier where one is needed, who is not the first', async () => {
    await arrange(true);
    const valery = await world.person('agent', ['verifier']);
    const look = await opened(vera);
    const decide = (by: Principal, decision = 'approve', id = look.id): Promise<Response> =>
      post(`/v1/identity-document-looks/${id}/decision`, by, { decision });
    expect(look.state).to.equal('waiting');
    expect(await codeOf(await show(vera, `look=${look.id}`))).to.equal('identity-document/look-waiting');
    expect(await codeOf(await show(vera, 'reason=check'))).to.equal('identity-document/look-waiting');
    expect(await codeOf(await decide(vera))).to.equal('auth/forbidden');
    expect(await idsIn(await staffList(valery, 'waiting'))).to.deep.equal([look.id]);

    expect(await (await decide(valery)).json()).to.include({ state: 'open' });

    expect((await show(vera, `look=${look.id}`)).status).to.equal(200);
    expect(await codeOf(await decide(valery, 'refuse'))).to.equal('identity-document/look-over');
    expect(await codeOf(await show(valery, `look=${look.id}`))).to.equal('identity-document/look-not-found');
    const refused = await opened(vera);
    expect(await (await decide(valery, 'refuse', refused.id)).json()).to.include({ state: 'refused' });
    expect(await codeOf(await show(vera, `look=${refused.id}`))).to.equal('identity-document/look-over');
    const late = await opened(vera);
    world.clock.time += 31 * 60_000;
    expect(await codeOf(await decide(valery, 'approve', late.id))).to.equal('identity-document/look-over');
    expect((await mine()).looks).to.have.length(1);
  });

  it('open at once when glass is broken: with a longer reason, an entry of its own, and told to owner and privacy officers', async () => {
    await arrange(true);
    const pavel = await world.person('agent', ['privacy-officer']);
    expect(await codeOf(await open(vera, { breakGlass: true, reason: 'too short' }))).to.equal('request/invalid');
    expect(await codeOf(await open(pavel))).to.equal('auth/forbidden');

    const look = await opened(vera, { breakGlass: true });
    world.clock.time += 1;
    const his = await opened(pavel, { breakGlass: true, cause: 'authority' });

    expect(world.audited.slice(-2).map(({ operation, outcome }) => `${operation} ${outcome}`)).to.deep.equal([
      'identity-document-break-glass granted',
      'identity-document-break-glass granted',
    ]);
    expect(JSON.stringify(world.audited)).not.to.include(REASON);
    for (const [by, { id }] of [
      [vera, look],
      [pavel, his],
    ] as const) {
      expect((await show(by, `look=${id}`)).status).to.equal(200);
    }
    expect(await idsIn(await staffList(pavel, 'broken-glass'))).to.deep.equal([his.id, look.id]);
    expect(await codeOf(await staffList(vera, 'broken-glass'))).to.equal('auth/forbidden');
    expect((await mine()).looks).to.have.length(2);
    expect((await mine()).looks[0]).to.include({ role: 'privacy-officer', cause: 'authority', isGlassBroken: true });
  });

  it('are told to the owner once the picture was shown, without the name of the viewer or the words of the reason', async () => {
    await arrange();
    const look = await opened(vera);
    expect((await mine()).looks).to.deep.equal([]);

    await show(vera, `look=${look.id}`);

    const told = await mine();
    expect(told).to.include({ id: document.id, pages: 1 });
    expect(told.looks).to.deep.equal([
      { at: new Date(world.clock.time).toISOString(), role: 'verifier', cause: 'check', isGlassBroken: false },
    ]);
    const bob = await world.person('visitor');
    expect(await (await world.request('/v1/me/identity-documents', { by: bob })).json()).to.deep.equal({
      identityDocuments: [],
    });
  });

  it('keep the reason sealed', async () => {
    await arrange();
    await opened(vera);

    const { rows } = await world.database.pool.query<{ row: string }>(
      'select identity_document_look::text as row from identity_document_look',
    );
    expect(rows[0]?.row).not.to.include(Buffer.from(REASON).toString('hex'));
    expect(rows[0]?.row).not.to.include(REASON);
  });

  it('show a PDF page by page, drawn from a copy that is nothing but pictures', async () => {
    await arrange();
    const file = pdfOf({ pages: 2 });
    const response = await handOver(file, 'diploma', 'diploma.pdf', 'application/pdf');
    expect(response.status).to.equal(201);
    document = (await response.json()) as IdentityDocument;
    expect(document.pages).to.equal(2);

    for (const page of [1, 2]) {
      const shown = await show(vera, `reason=check&page=${page}`);
      expect([shown.status, shown.headers.get('content-type')]).to.deep.equal([200, 'image/jpeg']);
      expect((await sharp(Buffer.from(await shown.arrayBuffer())).metadata()).format).to.equal('jpeg');
    }
    expect(await codeOf(await show(vera, 'reason=check&page=3'))).to.equal('identity-document/not-found');
    expect((await world.vaultPicture(document.id)).includes('Canary')).to.equal(false);
    expect((await world.rows()).objects.filter(({ owner_id }) => owner_id === document.id)).to.have.length(1);
  });

  it('take no PDF for a card, and none with scripts for anything', async () => {
    await arrange();
    const hostile = pdfOf({ catalog: '/OpenAction<</S/JavaScript/JS(app.alert(1))>>' });

    const refusals = [
      await handOver(pdfOf(), 'identity-card', 'card.pdf', 'application/pdf'),
      await handOver(hostile, 'diploma', 'diploma.pdf', 'application/pdf'),
      await handOver(pdfOf({ pages: 101 }), 'diploma', 'diploma.pdf', 'application/pdf'),
    ];

    expect(await Promise.all(refusals.map(codeOf))).to.deep.equal([
      'attachment/type-not-allowed',
      'attachment/unsafe',
      'attachment/too-large',
    ]);
  });
});
