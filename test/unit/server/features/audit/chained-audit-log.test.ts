/** The audit log's group commit: what arrives during a flush goes together, and each append learns its own fate. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { AuditHead } from '../../../../../server/src/features/audit/audit-store.ts';
import { createAuditLog } from '../../../../../server/src/features/audit/chained-audit-log.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

const arrange = (failing: (payloads: readonly string[]) => boolean = () => false) => {
  const flushes: string[][] = [];
  const anchors: AuditHead[] = [];
  const time = { now: Date.UTC(2026, 10, 24) };
  const log = createAuditLog({
    store: {
      append: async (payloads) => {
        await sleep(5);
        if (failing(payloads)) throw new Error('the database is gone');
        flushes.push([...payloads]);
      },
      head: async () => ({ number: flushes.flat().length, hash: Buffer.alloc(32, 1) }),
    },
    anchor: {
      read: async () => anchors.at(-1),
      write: async (head) => {
        anchors.push(head);
      },
    },
    clock: { now: () => time.now },
    logger: silent,
  });
  return { log, flushes, anchors, time };
};

const entry = (operation: string) => ({ operation, outcome: 'done' as const });

describe('createAuditLog', () => {
  it('flushes entries that arrive during a flush together, in their order', async () => {
    const { log, flushes } = arrange();
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => log.append(entry(name))));
    expect(flushes.map((payloads) => payloads.map((payload) => JSON.parse(payload).operation))).to.deep.equal([
      ['a'],
      ['b', 'c', 'd'],
    ]);
  });

  it('spells an entry in one way only, with its time', async () => {
    const { log, flushes } = arrange();
    await log.append({ outcome: 'done', operation: 'x', details: { b: 2, a: 'ә"\u0000' } });
    expect(flushes[0]).to.deep.equal([
      '{"at":"2026-11-24T00:00:00.000Z","details":{"a":"ә\\"\\u0000","b":2},"operation":"x","outcome":"done"}',
    ]);
  });

  it('rejects the appends of a failed flush, and goes on', async () => {
    const { log, flushes } = arrange((payloads) => payloads.some((payload) => payload.includes('bad')));
    const results = await Promise.allSettled([log.append(entry('bad')), log.append(entry('good'))]);
    expect(results.map((result) => result.status)).to.deep.equal(['rejected', 'fulfilled']);
    expect(flushes).to.have.length(1);
  });

  it('anchors the head at most once a minute, and at the end', async () => {
    const { log, anchors, time } = arrange();
    await log.append(entry('1'));
    await log.append(entry('2'));
    time.now += 61_000;
    await log.append(entry('3'));
    await log.append(entry('4'));
    await log[Symbol.asyncDispose]();
    expect(anchors.map((head) => head.number)).to.deep.equal([1, 3, 4]);
  });

  it('never moves the anchor backwards', async () => {
    const { log, anchors } = arrange();
    anchors.push({ number: 99, hash: Buffer.alloc(32, 2) });
    await log.append(entry('1'));
    await log[Symbol.asyncDispose]();
    expect(anchors.map((head) => head.number)).to.deep.equal([99]);
  });

  it('takes nothing more once it is closed', async () => {
    const { log } = arrange();
    await log[Symbol.asyncDispose]();
    const [result] = await Promise.allSettled([log.append(entry('late'))]);
    expect(result?.status).to.equal('rejected');
  });
});
