/** How often a caller may come, by class of operation. */
import type { RateClass } from '@senim/contract';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Awaitable } from '#kernel/awaitable';
import { ProblemError } from '#kernel/problem-error';

export interface RateLimiter {
  /** Throws `rate/limited` with the time to wait. @param caller a principal's id, or an address before there is one. */
  consume(rateClass: RateClass, caller: string): Awaitable<void>;
}

/** Operations in so many seconds. */
const LIMITS: Record<Exclude<RateClass, 'none'>, { points: number; duration: number }> = {
  chat: { points: 10_000, duration: 60 },
  signal: { points: 2_000, duration: 60 },
  query: { points: 3_000, duration: 60 },
  upload: { points: 600, duration: 60 },
  // Guessing passwords has to be slow (ASVS 6.3.1).
  'sign-in': { points: 60, duration: 60 },
};

export const noRateLimits: RateLimiter = { consume: () => undefined };

/** Counts on this node. */
export const rateLimiterInMemory = (): RateLimiter => {
  const limiters = new Map(
    Object.entries(LIMITS).map(([rateClass, limit]) => [
      rateClass,
      new RateLimiterMemory({ keyPrefix: rateClass, ...limit }),
    ]),
  );
  return {
    consume: async (rateClass, caller) => {
      if (rateClass === 'none') return;
      try {
        await limiters.get(rateClass)?.consume(caller);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        throw new ProblemError('rate/limited', { retryAfterMs: refusal.msBeforeNext });
      }
    },
  };
};
