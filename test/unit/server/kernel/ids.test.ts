/** Ids sort by the time they were made at. */
import { expect } from 'chai';
import { firstIdAt, newId } from '../../../../server/src/kernel/ids.ts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('an id', () => {
  it('is a UUIDv7, and no two are the same', () => {
    const ids = Array.from({ length: 10_000 }, () => newId(1_800_000_000_000));

    expect(ids.every((id) => UUID_V7.test(id))).to.equal(true);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('sorts after everything made before, and not before the first of its millisecond', () => {
    const moment = 1_800_000_000_000;

    expect(newId(moment) < newId(moment + 1)).to.equal(true);
    expect(firstIdAt(moment) <= newId(moment)).to.equal(true);
    expect(newId(moment - 1) < firstIdAt(moment)).to.equal(true);
  });
});
