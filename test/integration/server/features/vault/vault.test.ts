/** The vault: a door of its own, and nobody looks unseen. */

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IdentityDocument } from '@senim/contract';
import { expect } from 'chai';
import sharp from 'sharp';
import type { Principal } from '../../../../../server/src/kernel/principal.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { codeOf, type FilesWorld, filesWorld } from '../../../../support/files-world.ts';
import { testMediaPool } from '../../../../support/media.ts';
import * as samples from '../../../../support/sample-files.ts';

describe('the vault', function () {
  this.timeout(60_000);
  let media: MediaPool;
  let world: FilesWorld;
  let alice: Principal;
  let vera: Principal;
  let conversation: string;
  before(() => {
    media = testMediaPool();
  });
  after(() => media[Symbol.asyncDispose]());
  beforeEach(async () => {
    world = await filesWorld(media);
    alice = await world.person('visitor');
    vera = await world.person('agent', ['verifier']);
    conversation = world.conversation('support', [alice]);
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const handOver = async (): Promise<IdentityDocument> => {
    const response = await world.handOver(await samples.phonePhoto({ width: 1200, height: 800 }), {
      by: alice,
      to: conversation,
      name: 'my passport.jpg',
    });
    expect(response.status).to.equal(201);
    return (await response.json()) as IdentityDocument;
  };
  const look = (id: string, by: Principal, query = ''): Promise<Response> =>
    world.request(`/v1/identity-documents/${id}/content${query}`, { by });

  it('takes a document into its own store, rebuilt, sealed and recorded', async () => {
    const document = await handOver();

    expect(document).to.include({ documentType: 'passport', status: 'stored', ownerId: alice.id });
    const { attachments, vault, spool } = await world.left();
    expect([attachments.length, vault.length, spool.length]).to.deep.equal([0, 1, 0]);
    expect((await readFile(vault[0] as string)).includes('JFIF')).to.equal(false);
    expect(world.audited.map(({ operation, outcome }) => `${operation} ${outcome}`)).to.deep.equal([
      'identity-document-create done',
    ]);
    expect(JSON.stringify(world.audited)).not.to.include('my passport');
  });

  it('shows it to a verifier, kept nowhere, with the look recorded', async () => {
    const { id } = await handOver();

    const response = await look(id, vera, '?reason=check');
    const picture = Buffer.from(await response.arrayBuffer());

    expect(response.status).to.equal(200);
    expect(await sharp(picture).metadata()).to.include({ format: 'jpeg', width: 800, height: 1200 });
    expect(await sharp(picture).metadata()).not.to.have.any.keys('exif', 'xmp', 'icc', 'orientation');
    const headers = Object.fromEntries(response.headers);
    expect(headers).not.to.have.any.keys('etag', 'accept-ranges', 'last-modified');
    expect(headers['cache-control']).to.include('no-store');
    expect(headers['content-disposition']).to.match(/^inline; /);
    expect(headers['content-security-policy']).to.match(/^sandbox; default-src 'none'/);
    expect(world.audited.at(-1)).to.deep.include({
      operation: 'identity-document-content',
      outcome: 'granted',
      actorId: vera.id,
      subjectId: alice.id,
      resource: `identity-document:${id}`,
    });
    expect(world.audited.at(-1)?.details).to.include({ hasReason: true, page: 1 });
  });

  for (const role of ['agent', 'supervisor', 'privacy-officer', 'auditor', 'administrator'] as const) {
    it(`shows nothing to a ${role}, and records that one tried`, async () => {
      const { id } = await handOver();
      const bob = await world.person('agent', [role]);

      expect(await codeOf(await look(id, bob))).to.equal('auth/forbidden');

      expect(world.audited.at(-1)).to.deep.include({ outcome: 'refused', actorId: bob.id, subjectId: alice.id });
    });
  }

  for (const kind of ['visitor', 'user'] as const) {
    it(`shows nothing to its owner or another ${kind}, and records that they tried`, async () => {
      const { id } = await handOver();
      const mallory = await world.person(kind);

      for (const person of [alice, mallory]) {
        expect(await codeOf(await look(id, person))).to.equal('auth/forbidden');
        expect(world.audited.at(-1)).to.deep.include({
          operation: 'identity-document-content',
          outcome: 'refused',
          actorId: person.id,
          subjectId: alice.id,
          resource: `identity-document:${id}`,
        });
      }
    });
  }

  it('records nothing of somebody who names no document', async () => {
    expect(await codeOf(await look('everything', alice))).to.equal('auth/forbidden');

    expect(world.audited).to.deep.equal([]);
  });

  it('records looks at what is not there', async () => {
    expect(await codeOf(await look(randomUUID(), vera))).to.equal('identity-document/not-found');

    expect(world.audited).to.have.length(1);
    expect(world.audited[0]).to.include({ outcome: 'refused', actorId: vera.id });
  });

  it('shows nothing when the look cannot be recorded', async () => {
    const { id } = await handOver();
    world.audited.push = () => {
      throw new Error('the audit log is down');
    };

    expect(await codeOf(await look(id, vera))).to.equal('service/internal');
  });

  it('lists documents to verifiers only, without pictures', async () => {
    const { id } = await handOver();
    const bob = await world.person('agent', ['agent']);
    const list = (by: Principal, query = ''): Promise<Response> =>
      world.request(`/v1/identity-documents${query}`, { by });

    expect(await (await list(vera)).json()).to.have.nested.property('identityDocuments[0].id', id);
    const others = await list(vera, `?conversationId=${randomUUID()}`);
    expect(await others.json()).to.deep.equal({ identityDocuments: [] });
    expect(await codeOf(await list(bob))).to.equal('auth/forbidden');
  });

  it('takes pictures only, from those who may write in a support conversation', async () => {
    const mallory = await world.person('visitor');
    const carol = await world.person('user');
    const direct = world.conversation('direct', [alice, carol]);
    const photo = await samples.plainJpeg();
    const code = async (file: Buffer, by: Principal, to = conversation): Promise<string> =>
      codeOf(await world.handOver(file, { by, to }));

    expect(await code(samples.plainPdf(), alice)).to.equal('attachment/type-not-allowed');
    expect(await code(samples.svg(), alice)).to.equal('attachment/type-not-allowed');
    expect(await code(photo, mallory)).to.equal('conversation/not-found');
    expect(await code(photo, alice, direct)).to.equal('conversation/not-found');
    expect(await code(photo, vera)).to.equal('auth/forbidden');
    expect(await world.left()).to.deep.equal({ spool: [], attachments: [], vault: [] });
    expect((await world.rows()).objects).to.deep.equal([]);
  });

  it('is no way to attachments, nor they to it', async () => {
    const { id } = await handOver();
    const agent = await world.person('agent', ['agent', 'verifier']);

    for (const by of [alice, agent]) {
      expect(await codeOf(await world.request(`/v1/attachments/${id}/content`, { by }))).to.equal(
        'attachment/not-found',
      );
    }
  });

  it('destroys documents: bytes and keys are gone, as often as one likes', async () => {
    const { id } = await handOver();

    await world.vault.destroy([id]);
    await world.vault.destroy([id]);

    expect((await world.left()).vault).to.deep.equal([]);
    expect(await world.rows()).to.deep.include({ attachments: [], objects: [], headers: [] });
    expect(await codeOf(await look(id, vera))).to.equal('identity-document/not-found');
  });

  it('sweeps up what a killed server left behind', async () => {
    await handOver();
    const owner = randomUUID();
    await world.database.query
      .insertInto('stored_object')
      .values({ id: randomUUID(), store: 'vault', owner_id: owner, variant: 'full', created_at: new Date(0) })
      .execute();

    expect(await world.vault.sweep()).to.deep.equal({ doomedRemoved: 1, orphansRemoved: 0 });

    expect((await world.left()).vault).to.have.length(1);
  });
});
