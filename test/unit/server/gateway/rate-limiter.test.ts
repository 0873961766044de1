/** Too many of one class from one caller are refused with the time to wait; others are not touched. */
import { expect } from 'chai';
import { rateLimiterInMemory } from '../../../../server/src/gateway/rate-limiter.ts';
import type { ProblemError } from '../../../../server/src/kernel/problem-error.ts';

describe('the rate limiter', () => {
  it('refuses a caller who guesses passwords, and tells how long to wait', async () => {
    const limiter = rateLimiterInMemory();
    for (let attempt = 0; attempt < 60; attempt += 1) await limiter.consume('sign-in', 'mallory');

    const refusal = await Promise.resolve(limiter.consume('sign-in', 'mallory')).catch((error: ProblemError) => error);

    expect((refusal as ProblemError).code).to.equal('rate/limited');
    expect((refusal as ProblemError).details.retryAfterMs).to.be.within(1, 60_000);
    await limiter.consume('sign-in', 'alice');
    await limiter.consume('chat', 'mallory');
  });
});
