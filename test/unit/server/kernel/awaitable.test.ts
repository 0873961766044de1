/** Going on at once with what is known, later with what is not. */
import { expect } from 'chai';
import { whenKnown } from '../../../../server/src/kernel/awaitable.ts';

describe('whenKnown', () => {
  it('goes on at once with a value, and when it comes with a promise', async () => {
    const steps: string[] = [];
    const later = whenKnown(Promise.resolve('later'), (value) => steps.push(value));
    expect(whenKnown('now', (value) => steps.push(value))).to.equal(1);
    expect(steps).to.deep.equal(['now']);
    await later;
    expect(steps).to.deep.equal(['now', 'later']);
  });

  it('does not go on after a rejection', async () => {
    let wentOn = false;
    const outcome = whenKnown(Promise.reject(new Error('refused')), () => {
      wentOn = true;
    });
    expect(await Promise.resolve(outcome).catch((error: Error) => error.message)).to.equal('refused');
    expect(wentOn).to.equal(false);
  });
});
