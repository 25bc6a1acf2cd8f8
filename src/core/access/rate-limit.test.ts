import { describe, expect, it } from 'vitest';
import type { LimitValues } from './limits.js';
import { createRateLimiter, windowMs } from './rate-limit.js';

const start = 1_700_000_000_000;
/** Moves of the clock, back ones and one beyond the window among them. */
const moves = [0, 1, 900_000, 0, 1_200_000, -600_000, 5000, windowMs - 1, 1, 2 * windowMs, -windowMs, 7, 7];

const limitsOf = (most: number): LimitValues => ({
  mode: 'enforce',
  read: most,
  write: most,
  monthly_quota: null,
});

/** The calls of the last hour, each of them looked at. */
const lastHour = (calls: readonly number[], now: number): number[] =>
  calls.filter((at) => at > now - windowMs && at <= now);

describe('The rate limiter', () => {
  it.each([3, 1000])('counts the calls of any 3600 seconds as a look at each does (limit %i)', (limit) => {
    let now = start;
    const limiter = createRateLimiter({ now: () => now }, () => limitsOf(limit));
    let calls: number[] = [];
    for (let round = 0; round < 300; round += 1) {
      now += moves[(round * 7) % moves.length] ?? 0;
      calls = lastHour(calls, now);
      const allowed = calls.length < limit;
      expect(limiter.peek('key_1', 'read').remaining).toBe(limit - calls.length);
      if (allowed) calls.push(now);
      const state = limiter.take('key_1', 'read');
      expect(state).toMatchObject({ allowed, remaining: limit - calls.length });
      expect(state.reset).toBe(Math.ceil(((calls[0] ?? now) + windowMs) / 1000));
      expect(limiter.capture()).toEqual([['read key_1', calls]]);
    }
  });

  it('takes the calls of a snapshot in whatever order they stand', () => {
    const limiter = createRateLimiter({ now: () => start }, () => limitsOf(5));
    limiter.restore([['read key_1', [start - 5, start - windowMs, start - 10, start + 1]]]);
    expect(limiter.peek('key_1', 'read').remaining).toBe(3);
  });
});
