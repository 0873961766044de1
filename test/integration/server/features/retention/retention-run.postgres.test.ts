/** Retention against a real database: exactly what is due is destroyed, by row and by key, and holds win (M10, control 63). */
import type { KeyObject } from 'node:crypto';
import { expect } from 'chai';
import { unseal } from '../../../../../server/src/kernel/seal.ts';
import {
  arrange,
  filesLeft,
  HOUR_MS,
  keysLeft,
  link,
  messagesLeft,
  newConversation,
  placeHold,
  type Seeded,
  seedAttachment,
  seedDocument,
  seedMessages,
} from './retention-fixture.ts';

const ids = (seeded: readonly Seeded[]): string[] => seeded.map(({ id }) => id).sort();
const repeat = (count: number, age: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => age(index));

describe('retention', () => {
  it('destroys exactly the due ones of 10,000 messages, none early, and their keys', async function () {
    this.timeout(60_000);
    await using all = await arrange();
    const [old, mixed, held, fresh] = [
      await newConversation(all.database),
      await newConversation(all.database),
      await newConversation(all.database),
      await newConversation(all.database),
    ];
    // A minute to both sides of the term of 24 hours, in the hardest case.
    const gone = await seedMessages(
      all,
      old,
      repeat(4_000, (index) => 24 * HOUR_MS + 60_000 + index),
    );
    const half = await seedMessages(
      all,
      mixed,
      repeat(4_000, (index) => 24 * HOUR_MS + (index % 2 ? 60_000 : -60_000)),
    );
    const kept = await seedMessages(
      all,
      held,
      repeat(1_000, () => 48 * HOUR_MS),
    );
    const young = await seedMessages(
      all,
      fresh,
      repeat(1_000, (index) => index),
    );
    await placeHold(all, held.conversation);

    const report = await all.node.run();

    expect(report.destroyed).to.include({ message: 6_000, key: 1 });
    const due = half.filter((_, index) => index % 2 === 0);
    expect(await messagesLeft(all)).to.deep.equal([...ids(due), ...ids(kept), ...ids(young)].sort());

    // The key is gone, also from this node's memory: copies of the bytes cannot be opened.
    const [lost, opened] = [gone[0] as Seeded, half[0] as Seeded];
    const keys = await all.node.dataKeys.open([lost.keyId, opened.keyId]);
    expect([...keys.keys()]).to.deep.equal([opened.keyId]);
    expect(unseal(keys.get(opened.keyId)?.key as KeyObject, opened.sealed, `message:${opened.id}`).toString()).to.equal(
      `words of ${opened.id}`,
    );
    expect(await keysLeft(all)).to.not.include(lost.keyId);
    expect((await all.node.dataKeys.forParticipant(old.conversation, old.author)).id).to.not.equal(lost.keyId);
  });

  it('records a run that destroyed something, and no other', async () => {
    await using all = await arrange();
    await seedMessages(all, await newConversation(all.database), [25 * HOUR_MS, 25 * HOUR_MS, HOUR_MS]);
    await all.node.run();
    await all.node.run();
    expect(all.node.audited).to.have.length(1);
    expect(all.node.audited[0]).to.include({ operation: 'retention-run', outcome: 'done' });
    expect(all.node.audited[0]?.details).to.include({ message: 2, photo: 0, key: 0, unavailable: '' });
  });

  it('destroys files by their own terms, never after their message, and those that were never sent', async () => {
    await using all = await arrange();
    const target = await newConversation(all.database);
    const photo = await seedAttachment(all, target, 'photo', 13 * HOUR_MS);
    const youngPhoto = await seedAttachment(all, target, 'photo', 11 * HOUR_MS);
    const fileOfOldMessage = await seedAttachment(all, target, 'file', 26 * HOUR_MS);
    const fileOfYoungMessage = await seedAttachment(all, target, 'file', 26 * HOUR_MS);
    const unsent = await seedAttachment(all, target, 'file', 2 * HOUR_MS);
    const justUploaded = await seedAttachment(all, target, 'voice', HOUR_MS / 2);
    const document = await seedDocument(all, target, 7 * HOUR_MS);
    const youngDocument = await seedDocument(all, target, 5 * HOUR_MS);
    const [m1, m2, m3, m4] = (await seedMessages(
      all,
      target,
      [13 * HOUR_MS, 11 * HOUR_MS, 25 * HOUR_MS, 23 * HOUR_MS],
      [[photo], [youngPhoto], [fileOfOldMessage], [fileOfYoungMessage]],
    )) as [Seeded, Seeded, Seeded, Seeded];
    await link(all, m1.id, photo);
    await link(all, m2.id, youngPhoto);
    await link(all, m3.id, fileOfOldMessage);
    await link(all, m4.id, fileOfYoungMessage);

    const { destroyed } = await all.node.run();

    expect(destroyed).to.deep.include({ message: 1, photo: 1, file: 2, voice: 0, identityDocument: 1 });
    expect(await filesLeft(all)).to.deep.equal([youngPhoto, fileOfYoungMessage, justUploaded, youngDocument].sort());
    expect(await messagesLeft(all)).to.deep.equal(ids([m1, m2, m4]));
    void [unsent, document];
  });

  it('passes a held conversation by entirely, and comes back when the hold is released', async () => {
    await using all = await arrange();
    const target = await newConversation(all.database);
    await seedMessages(
      all,
      target,
      repeat(10, () => 30 * HOUR_MS),
    );
    await seedAttachment(all, target, 'photo', 30 * HOUR_MS);
    await seedDocument(all, target, 30 * HOUR_MS);
    const hold = await placeHold(all, target.conversation);
    const none = await all.node.run();
    expect(Object.values(none.destroyed)).to.deep.equal([0, 0, 0, 0, 0, 0, 0]);

    const officer = { id: hold.placedBy, kind: 'agent' as const, roles: ['privacy-officer' as const] };
    const call = { principal: officer, traceId: 'trace', params: { id: hold.id }, query: undefined, body: undefined };
    const released = await all.node.holdRelease(call);
    expect(await all.node.holdRelease(call)).to.deep.equal(released);
    const { destroyed } = await all.node.run();
    expect(destroyed).to.include({ message: 10, photo: 1, identityDocument: 1, key: 1 });
    expect(await keysLeft(all)).to.deep.equal([]);
    expect(all.node.audited.map(({ operation, outcome }) => `${operation} ${outcome}`)).to.deep.equal([
      'hold-place done',
      'hold-release granted',
      'retention-run done',
    ]);
  });

  it('keeps a key as long as it seals anything: a topic, a detail, another message', async () => {
    await using all = await arrange();
    const [withTopic, withFile] = [await newConversation(all.database), await newConversation(all.database)];
    await seedMessages(all, withTopic, [25 * HOUR_MS]);
    await seedMessages(all, withFile, [25 * HOUR_MS]);
    await seedAttachment(all, withFile, 'file', HOUR_MS / 2);
    const key = await all.node.dataKeys.forParticipant(withTopic.conversation, withTopic.author);
    const activeAgo = (age: number) =>
      all.database.pool.query(
        'update conversation set topic_sealed = $2, topic_key_id = $3, last_activity_at = $4 where id = $1',
        [withTopic.conversation, Buffer.from('sealed'), key.id, new Date(Date.now() - age)],
      );
    await activeAgo(HOUR_MS);
    const first = await all.node.run();
    expect(first.destroyed).to.include({ message: 2, key: 0, topic: 0 });
    expect(await keysLeft(all)).to.have.length(2);

    // Once nothing has happened there for a term, the topic goes as well. Its key has the age of the conversation.
    await activeAgo(25 * HOUR_MS);
    const { rows } = await all.database.pool.query<{ id: string }>(
      `with old as (update keys.data_key set id = overlay(id::text placing '0180' from 1 for 4)::uuid where id = $1 returning id)
       select id from old`,
      [key.id],
    );
    await all.database.pool.query('alter table conversation disable trigger all');
    await all.database.pool.query('update conversation set topic_key_id = $1 where topic_key_id = $2', [
      ...[rows[0]?.id, key.id],
    ]);
    const second = await all.node.run();
    expect(second.destroyed).to.include({ topic: 1, key: 1 });
    expect(await keysLeft(all)).to.have.length(1);
  });
});
