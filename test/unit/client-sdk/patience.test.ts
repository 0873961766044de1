/** How long an upload is tried again. */
import { expect } from 'chai';
import { GIVE_UP_MS, Patience } from '../../../client-sdk/src/attachments/patience.ts';
import { SenimError } from '../../../client-sdk/src/errors/senim-error.ts';
import { problem } from './fake-server.ts';
import { FakeTimers, settle } from './fake-timers.ts';

const lost = new SenimError('network/unreachable', 'lost');

const patient = (signal?: AbortSignal) => {
  const timers = new FakeTimers();
  const wakers = new Set<() => void>();
  const onWake = (wake: () => void) => {
    wakers.add(wake);
    return () => void wakers.delete(wake);
  };
  return { timers, wakers, patience: new Patience({ timers, random: () => 1, onWake }, signal) };
};

describe('client-sdk: patience', () => {
  it('pauses longer after each failure, and gives up with the error when nothing has moved for two minutes', async () => {
    const { timers, patience, wakers } = patient();
    const begunAt = timers.now();
    const pauses: number[] = [];
    let given: unknown;

    const run = (async () => {
      for (let last = begunAt; ; last = timers.now()) {
        await patience.afterFailure(lost);
        pauses.push(timers.now() - last);
      }
    })().catch((error: unknown) => {
      given = error;
    });
    await timers.advance(GIVE_UP_MS * 2);
    await run;

    expect(given).to.equal(lost);
    expect(pauses.slice(0, 5)).to.deep.equal([1_000, 2_000, 4_000, 8_000, 16_000]);
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).to.be.at.most(GIVE_UP_MS);
    expect([timers.waiting, wakers.size]).to.deep.equal([0, 0]);
  });

  it('begins anew whenever something has moved', async () => {
    const { timers, patience } = patient();

    for (let round = 0; round < 100; round += 1) {
      const paused = patience.afterFailure(lost);
      await timers.advance(1_000);
      await paused;
      await timers.advance(GIVE_UP_MS / 2);
      patience.renew();
    }
  });

  it('tries at once when the network may be back', async () => {
    const { timers, wakers, patience } = patient();

    const paused = patience.afterFailure(lost);
    for (const wake of wakers) wake();
    await paused;

    expect([timers.waiting, wakers.size]).to.deep.equal([0, 0]);
  });

  it('does not repeat what was refused for good, nor wait longer than it would be patient', async () => {
    const { patience } = patient();
    const refused = new SenimError('attachment/unreadable', 'no', { problem: problem('attachment/unreadable') });
    const tomorrow = new SenimError('rate/limited', 'later', {
      problem: problem('rate/limited', { retryable: true, retryAfterMs: 3_600_000 }),
    });

    for (const error of [refused, tomorrow]) {
      const given = await patience.afterFailure(error).catch((caught: unknown) => caught);
      expect(given).to.equal(error);
    }
  });

  it('stops waiting when the caller has had enough', async () => {
    const abort = new AbortController();
    const { timers, wakers, patience } = patient(abort.signal);

    const paused = patience.afterFailure(lost).catch(({ code }: SenimError) => code);
    abort.abort();
    await settle();

    expect(await paused).to.equal('client/aborted');
    expect([timers.waiting, wakers.size]).to.deep.equal([0, 0]);
  });
});
