/** Destroying attachments, and sweeping up after a crash. */

import { randomUUID } from 'node:crypto';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Attachment } from '@senim/contract';
import { expect } from 'chai';
import { LEFT_OVER_AFTER_MS } from '../../../../../server/src/features/attachments/index.ts';
import type { Principal } from '../../../../../server/src/kernel/principal.ts';
import type { MediaPool } from '../../../../../server/src/platform/media/media-pool.ts';
import { openFolderStore } from '../../../../../server/src/platform/stores/content-store.fs.ts';
import { codeOf, type FilesWorld, filesWorld } from '../../../../support/files-world.ts';
import { testMediaPool } from '../../../../support/media.ts';
import { plainJpeg } from '../../../../support/sample-files.ts';

describe('attachments', function () {
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

  const upload = async (): Promise<string> =>
    ((await (await world.upload(await plainJpeg(), { by: alice, to: conversation })).json()) as Attachment).id;

  it('are described in one look-up, unknown ones left out', async () => {
    const ids = [await upload(), await upload()];

    const described = await world.attachments.describe([...ids, randomUUID()]);

    expect([...described.keys()].sort()).to.deep.equal(ids.sort());
    expect(described.get(ids[0] as string)).to.include({ status: 'available', name: 'file.jpg' });
  });

  it('leave no bytes, keys, names or previews when they are destroyed, as often as one likes', async () => {
    const [gone, kept] = [await upload(), await upload()];

    await world.attachments.destroy([gone, randomUUID()]);
    await world.attachments.destroy([gone]);

    const { attachments, objects, headers } = await world.rows();
    expect(attachments.find(({ id }) => id === gone)).to.include({
      status: 'destroyed',
      details_sealed: null,
      key_id: null,
    });
    expect(objects.map(({ owner_id }) => owner_id)).to.deep.equal([kept, kept]);
    expect([headers.length, (await world.left()).attachments.length]).to.deep.equal([2, 2]);
    const content = await world.request(`/v1/attachments/${gone}/content`, { by: alice });
    expect(await codeOf(content)).to.equal('attachment/not-available');
    expect((await world.attachments.describe([gone])).get(gone)).to.include({
      status: 'destroyed',
      name: '',
      bytes: 0,
    });
    expect(world.published.at(-1)?.payload).to.have.nested.include({ 'attachment.status': 'destroyed' });
  });

  it('whose destruction was cut short are removed by the next sweep', async () => {
    const id = await upload();
    await world.database.query
      .updateTable('stored_object')
      .set({ status: 'doomed' })
      .where('owner_id', '=', id)
      .execute();

    expect(await world.attachments.sweep()).to.deep.equal({ abandoned: 0, doomedRemoved: 2, orphansRemoved: 0 });

    expect((await world.left()).attachments).to.deep.equal([]);
    expect((await world.rows()).objects).to.deep.equal([]);
  });

  it('stay as they are when a sweep finds nothing to do', async () => {
    await upload();
    world.clock.time += 10 * LEFT_OVER_AFTER_MS;
    const before = await world.left();

    expect(await world.attachments.sweep()).to.deep.equal({ abandoned: 0, doomedRemoved: 0, orphansRemoved: 0 });

    expect(await world.left()).to.deep.equal(before);
  });

  describe('left over by a killed server', () => {
    const leaveOver = async (): Promise<string> => {
      const id = randomUUID();
      await world.database.query
        .insertInto('attachment')
        .values({
          id,
          conversation_id: conversation,
          owner_id: alice.id,
          kind: 'photo',
          status: 'checking',
          media_type: 'application/octet-stream',
          details_sealed: null,
          key_id: null,
          message_id: null,
        })
        .execute();
      const draft = await world.intake.objects.draft(id, 'full');
      await world.intake.objects.announce([draft]);
      await world.intake.objects.put(draft, [Buffer.from('half')] as never);
      return id;
    };

    it('are removed once no upload can be that old', async () => {
      await leaveOver();
      expect((await world.attachments.sweep()).abandoned).to.equal(0);

      world.clock.time += LEFT_OVER_AFTER_MS + 60_000;
      expect(await world.attachments.sweep()).to.deep.equal({ abandoned: 1, doomedRemoved: 1, orphansRemoved: 0 });

      expect((await world.left()).attachments).to.deep.equal([]);
      expect(await world.rows()).to.deep.equal({ attachments: [], objects: [], headers: [], places: [] });
    });

    it('are removed even when nothing knows of them', async () => {
      const store = await openFolderStore(join(world.folder, 'attachments'));
      const [old, young] = [randomUUID(), randomUUID()];
      await store.put(old, Readable.from([Buffer.from('x')]));
      await store.put(young, Readable.from([Buffer.from('x')]));
      const path = join(world.folder, 'attachments', old.slice(-2), old);
      await utimes(path, new Date(), new Date(Date.now() - LEFT_OVER_AFTER_MS - 60_000));

      expect((await world.attachments.sweep()).orphansRemoved).to.equal(1);

      expect((await world.left()).attachments.map((left) => left.slice(-36))).to.deep.equal([young]);
    });
  });
});
