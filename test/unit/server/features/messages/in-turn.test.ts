/** Prepared at once, handed over in the order in which it came. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { inTurn } from '../../../../../server/src/features/messages/in-turn.ts';

describe('work in turn', () => {
  it('is handed over in the order of its coming, however long each takes to prepare, and whichever fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ ms: fc.nat(3), fails: fc.boolean() }), { maxLength: 12 }),
        async (works) => {
          const turns = inTurn();
          const handed: number[] = [];
          const prepare = async ({ ms, fails }: { ms: number; fails: boolean }) => {
            await sleep(ms);
            if (fails) throw new Error('refused');
          };

          const results = await Promise.allSettled(
            works.map((work, index) =>
              turns(
                'one',
                () => prepare(work),
                async () => handed.push(index),
              ),
            ),
          );

          const expected = works.flatMap(({ fails }, index) => (fails ? [] : [index]));
          expect(handed).to.deep.equal(expected);
          expect(results.map(({ status }) => status === 'rejected')).to.deep.equal(works.map(({ fails }) => fails));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('does not wait for another name, nor for the end of what was handed over', async () => {
    const turns = inTurn();
    const handed: string[] = [];
    const never = turns(
      'slow',
      () => new Promise<void>(() => undefined),
      async () => handed.push('never'),
    );
    void never;
    void turns(
      'one',
      async () => undefined,
      () => new Promise<void>(() => handed.push('first')),
    );

    await turns(
      'one',
      async () => undefined,
      async () => handed.push('second'),
    );

    expect(handed).to.deep.equal(['first', 'second']);
  });
});
