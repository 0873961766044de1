/** The plan: for any terms and clocks, nothing is due before its term is over by both clocks (control 64). */
import { expect } from 'chai';
import fc from 'fast-check';
import { defaultRetentionTerms, type RetentionTerms } from '../../../../../server/src/features/retention/index.ts';
import { nextBatchSize } from '../../../../../server/src/features/retention/paced-batches.ts';
import { planRetention } from '../../../../../server/src/features/retention/retention-plan.ts';

const NOW = Date.UTC(2026, 10, 24);
const categories = Object.keys(defaultRetentionTerms) as (keyof RetentionTerms)[];
/** At most 50 years: nothing is older than the epoch. */
const seconds = fc.double({ min: 0.001, max: 50 * 365 * 86_400, noNaN: true });
const anyTerms = fc.record(
  Object.fromEntries(categories.map((category) => [category, seconds])) as Record<keyof RetentionTerms, typeof seconds>,
);
const anyClock = fc.integer({ min: NOW - 1e10, max: NOW + 1e10 });

describe('planRetention', () => {
  it('makes nothing due before its term is over by both clocks, and everything a moment after', () => {
    fc.assert(
      fc.property(anyTerms, anyClock, anyClock, fc.constantFrom(...categories), (terms, node, database, category) => {
        const cutoff = planRetention(terms, { node, database })[category].getTime();
        const isDue = (madeAt: number) => madeAt < cutoff;
        const now = Math.min(node, database);
        const termMs = terms[category] * 1_000;
        expect(isDue(now - termMs)).to.equal(false);
        expect(isDue(Math.floor(now - termMs))).to.equal(false);
        if (now - termMs > 2) expect(isDue(now - termMs - 2)).to.equal(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('refuses terms that are not positive numbers', () => {
    for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      const terms = { ...defaultRetentionTerms, voice: bad };
      expect(() => planRetention(terms, { node: NOW, database: NOW })).to.throw('retention term of voice');
    }
  });
});

describe('nextBatchSize', () => {
  it('stays within its bounds, shrinks when slow and grows when quick', () => {
    const sizes = { first: 500, smallest: 50, largest: 5_000 };
    fc.assert(
      fc.property(
        fc.integer({ min: 50, max: 5_000 }),
        fc.double({ min: 0, max: 10_000, noNaN: true }),
        (size, took) => {
          const next = nextBatchSize(size, took, sizes);
          expect(next).to.be.within(50, 5_000);
          if (took > 30) expect(next).to.be.at.most(size);
          if (took < 10) expect(next).to.be.at.least(size);
        },
      ),
    );
  });
});
