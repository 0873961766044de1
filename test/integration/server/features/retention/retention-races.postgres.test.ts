/** Retention while everything else goes on: appends, holds, other nodes, failing stores, interrupted runs (control 64). */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { waitUntil } from '../../../../support/wait-until.ts';
import {
  type Arranged,
  arrange,
  filesLeft,
  HOUR_MS,
  keysLeft,
  messagesLeft,
  newConversation,
  placeHold,
  retentionNode,
  seedAttachment,
  seedDocument,
  seedMessages,
  type Target,
  terms,
} from './retention-fixture.ts';

const DAY = 24 * HOUR_MS;
const repeat = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

/** As the message feature does it: a destroyed key is forgotten, and another one taken. */
const append = async ({ database, node }: Arranged, { conversation, author }: Target): Promise<string> => {
  for (;;) {
    const key = await node.dataKeys.forParticipant(conversation, author);
    const [client, id] = [randomUUID(), randomUUID()];
    const { rows } = await database.pool.query<{ outcome: string; message_id: string }>(
      'select * from append_messages($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
      [[conversation], [author], ['visitor'], [client], [id], [Buffer.from('sealed')], [key.id], [null], [], []],
    );
    if (rows[0]?.outcome === 'created') return rows[0].message_id;
    expect(rows[0]?.outcome).to.equal('key-missing');
    node.dataKeys.forget([key.id]);
    await sleep(0);
  }
};

/** Somebody waits for a lock that another transaction has. */
const isSomebodyWaiting = async ({ database }: Arranged): Promise<boolean> => {
  const { rows } = await database.pool.query(
    `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length > 0;
};

describe('retention under load', () => {
  it('loses nothing that is appended meanwhile, nor the key it was sealed under', async function () {
    this.timeout(60_000);
    await using all = await arrange();
    const targets = await Promise.all(repeat(20, undefined).map(() => newConversation(all.database)));
    const appended: string[] = [];
    for (let round = 0; round < 15; round += 1) {
      // Each round the only old message of each conversation goes, and its key with it, unless an append is quicker.
      await all.database.pool.query(
        `update message set created_at = created_at - interval '2 days', id = overlay(id::text placing '0180' from 1 for 4)::uuid
         where id <> all ($1)`,
        [appended],
      );
      for (const target of targets) await seedMessages(all, target, [2 * DAY]);
      const [, ...added] = await Promise.all([all.node.run(), ...targets.map((target) => append(all, target))]);
      appended.push(...added);
      if (round % 5 === 4) {
        // The appended ones become old as well, so that keys become useless again.
        await all.database.pool.query(`update message set created_at = now() - interval '2 days', id = newer.id
          from (select id as was, overlay(id::text placing '0180' from 1 for 4)::uuid as id from message) newer
          where message.id = newer.was`);
        await all.node.run();
        expect(await messagesLeft(all)).to.deep.equal([]);
        expect(await keysLeft(all)).to.deep.equal([]);
        appended.length = 0;
      } else {
        expect(await messagesLeft(all)).to.include.members(appended);
        const { rows } = await all.database.pool.query(
          'select m.id from message m left join keys.data_key k on k.id = m.key_id where k.id is null',
        );
        expect(rows, 'messages without a key').to.deep.equal([]);
      }
    }
  });

  it('keeps the key of an append that is under way', async () => {
    await using all = await arrange();
    const target = await newConversation(all.database);
    await seedMessages(all, target, [2 * DAY]);
    const client = await all.database.pool.connect();
    await client.query('begin');
    await append({ ...all, database: { ...all.database, pool: client as never } }, target);
    const { destroyed } = await all.node.run();
    await client.query('commit');
    client.release();
    expect(destroyed).to.include({ message: 1, key: 0 });
    expect(await keysLeft(all)).to.have.length(1);
  });

  it('lets a hold wait for the batch under way, and destroys nothing after it', async () => {
    await using all = await arrange();
    const target = await newConversation(all.database);
    await seedMessages(all, target, repeat(20, 2 * DAY));
    for (let count = 0; count < 60; count += 1) await seedAttachment(all, target, 'photo', 2 * DAY);
    let destroyedAfterHold = 0;
    let isHeld = false;
    let holding: Promise<void> | undefined;
    const destroy = all.node.attachments.destroy.bind(all.node.attachments);
    all.node.attachments.destroy = async (ids) => {
      holding ??= placeHold(all, target.conversation).then(() => {
        isHeld = true;
      });
      await waitUntil('the hold waits, or is placed', async () => isHeld || (await isSomebodyWaiting(all)));
      if (isHeld) destroyedAfterHold += ids.length;
      await destroy(ids);
    };
    await all.node.run();
    await holding;
    const left = await filesLeft(all);
    expect(destroyedAfterHold).to.equal(0);
    expect(left.length).to.be.within(1, 59);
    await all.node.run();
    expect(await filesLeft(all)).to.deep.equal(left);
    expect(await messagesLeft(all)).to.have.length(20);
  });

  it('passes an unavailable store by, finishes the rest, says so, and goes on with the next run', async () => {
    await using all = await arrange();
    const target = await newConversation(all.database);
    const photo = await seedAttachment(all, target, 'photo', 2 * DAY);
    for (let count = 0; count < 30; count += 1) await seedAttachment(all, target, 'file', 5 * DAY);
    await seedDocument(all, target, DAY);
    await seedMessages(all, target, [2 * DAY, 2 * DAY], [[photo], null]);
    all.node.attachments.isDown = true;

    const first = await all.node.run();
    expect(first.destroyed).to.include({ message: 1, photo: 0, file: 0, identityDocument: 1 });
    expect([...first.unavailable]).to.deep.equal(['attachments']);
    expect(all.node.attachments.calls, 'tries').to.be.at.most(6);
    expect(all.node.audited[0]?.details).to.include({ unavailable: 'attachments', failedAttachments: 4 });

    all.node.attachments.isDown = false;
    const second = await all.node.run();
    expect(second.destroyed).to.include({ message: 1, photo: 1, file: 30, key: 1 });
    expect(await messagesLeft(all)).to.deep.equal([]);
  });

  it('passes a single file by that cannot be destroyed', async () => {
    await using all = await arrange();
    const target = await newConversation(all.database);
    const files: string[] = [];
    for (let count = 0; count < 50; count += 1) files.push(await seedAttachment(all, target, 'photo', 2 * DAY + count));
    all.node.attachments.broken.add(files[25] as string);
    const report = await all.node.run();
    expect(report.destroyed.photo).to.equal(49);
    expect(report.failed.attachments).to.equal(1);
    expect(await filesLeft(all)).to.deep.equal([files[25]]);
  });

  it('goes on after being killed in the middle, also on several nodes at once', async () => {
    await using all = await arrange();
    const target = await newConversation(all.database);
    await seedMessages(all, target, repeat(8_000, 2 * DAY));
    const young = await seedMessages(all, target, repeat(100, HOUR_MS));
    const { store } = all.node.storage;
    const destroyMessages = store.destroyMessages.bind(store);
    let batches = 0;
    store.destroyMessages = async (...page) => {
      batches += 1;
      if (batches < 3) return destroyMessages(...page);
      const batch = destroyMessages(...page);
      await all.database.pool.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      throw await batch.then(() => new Error('killed'));
    };
    const { unavailable } = await all.node.run();
    expect([...unavailable]).to.include('messages');
    const left = await messagesLeft(all);
    expect(left.length).to.be.above(100);

    const nodes = [retentionNode(all.database), retentionNode(all.database), retentionNode(all.database)];
    const reports = await Promise.all(nodes.map((node) => node.run()));
    expect(reports.reduce((sum, report) => sum + report.destroyed.message, 0)).to.equal(left.length - 100);
    expect(await messagesLeft(all)).to.deep.equal(young.map(({ id }) => id).sort());
  });

  it('refuses to store anything under a destroyed key', async () => {
    await using all = await arrange();
    const target = await newConversation(all.database);
    await seedMessages(all, target, [2 * DAY]);
    const key = await all.node.dataKeys.forParticipant(target.conversation, target.author);
    await all.node.run();
    const [result] = await Promise.allSettled([
      all.database.pool.query(
        `insert into attachment (id, conversation_id, owner_id, kind, status, details_sealed, key_id, media_type)
         values ($1, $2, $3, 'photo', 'available', 'x', $4, 'x/y')`,
        [randomUUID(), target.conversation, target.author, key.id],
      ),
    ]);
    expect(result?.status === 'rejected' && (result.reason as { code: string }).code).to.equal('SN001');
  });
});

describe('the schedule of retention', () => {
  it('runs once in an interval across nodes, again in the next, and takes over from a killed node', async function () {
    this.timeout(60_000);
    await using all = await arrange();
    const { pool } = all.database;
    const target = await newConversation(all.database);
    await seedMessages(all, target, [2 * DAY]);
    const nodes = [all.node, retentionNode(all.database, terms)];
    const isDone = async () => (await messagesLeft(all)).length === 0;
    {
      await using one = nodes[0]?.startSchedule(3_600);
      await waitUntil('it ran', isDone);
      await seedMessages(all, target, [2 * DAY]);
      await using two = nodes[1]?.startSchedule(3_600);
      void [one, two];
      await sleep(1_000);
      expect(await messagesLeft(all), 'within the interval').to.have.length(1);
    }
    {
      await using next = nodes[0]?.startSchedule(1);
      void next;
      await waitUntil('it ran again', isDone);
    }
    // A node that was killed holds its lease for some seconds only.
    await seedMessages(all, target, [2 * DAY]);
    const leaseFor = (time: string) =>
      pool.query(
        `update background_job set leased_until = clock_timestamp() + interval '${time}', finished_at = '-infinity'`,
      );
    await leaseFor('1 hour');
    await using late = nodes[1]?.startSchedule(1);
    void late;
    await sleep(1_500);
    expect(await messagesLeft(all)).to.have.length(1);
    await leaseFor('1 second');
    await waitUntil('it is taken over', isDone);
  });
});
