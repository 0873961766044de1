/** Where a look stands, and what is written over its pictures. */
import { expect } from 'chai';
import type { LookRecord } from '../../../../../server/src/features/vault/look-repository.ts';
import { lookState, watermarkOf } from '../../../../../server/src/features/vault/look-state.ts';

const NOW = Date.parse('2026-11-25T16:50:30Z');
const at = (seconds: number): Date => new Date(NOW + seconds * 1_000);
const none = { isApproved: undefined, openUntil: undefined, waitsUntil: undefined };

describe('a look', () => {
  it('waits until its time for waiting is over, and is open until its time is', () => {
    expect(lookState({ ...none, waitsUntil: at(1) }, NOW)).to.equal('waiting');
    expect(lookState({ ...none, waitsUntil: at(0) }, NOW)).to.equal('over');
    expect(lookState({ ...none, openUntil: at(1) }, NOW)).to.equal('open');
    expect(lookState({ ...none, openUntil: at(0) }, NOW)).to.equal('over');
    expect(lookState({ isApproved: true, openUntil: at(1), waitsUntil: at(-1) }, NOW)).to.equal('open');
    expect(lookState({ isApproved: false, openUntil: undefined, waitsUntil: at(9) }, NOW)).to.equal('refused');
    expect(lookState(none, NOW)).to.equal('over');
  });

  it('is written over its pictures with who, when in UTC, and its number', () => {
    const look = { id: '0199d0aa-0000-7000-8000-00aabbccddee', viewerId: 'x-1234567890ab' } as LookRecord;

    expect(watermarkOf('Әсел', look, NOW)).to.equal('Әсел · 2026-11-25 16:50 UTC · AABBC-CDDEE');
    expect(watermarkOf(' ', look, NOW)).to.equal('1234567890ab · 2026-11-25 16:50 UTC · AABBC-CDDEE');
  });
});
