import { hour } from '../../contract/durations.js';
import type { Clock } from '../time/clock.js';
import type { LimitValues } from './limits.js';

export type Access = 'read' | 'write';

/** Undocumented: we chose an exact log of calls: any 3600 seconds count, not fixed hours. */
export const windowMs = hour;

/** Where a key stands after a call. `reset` and `retry_after` are in whole seconds, the first since the epoch. */
export interface RateLimitState {
  limit: number;
  remaining: number;
  reset: number;
  /** Seconds until a call would pass; 0 when this one did. */
  retry_after: number;
  /** False when the call is over the limit; it is not counted then. */
  allowed: boolean;
}

/** An exact sliding window: the times of the calls that passed, per key and kind of access, on the clock. */
export interface RateLimiter {
  /** Counts a call where it is within the limit. */
  take(key: string, access: Access): RateLimitState;
  /** Where a key stands, without counting. */
  peek(key: string, access: Access): RateLimitState;
  clear(): void;
  /** The calls of the last hour, for a snapshot: by key and kind of access. */
  capture(): [string, number[]][];
  restore(logs: readonly (readonly [string, readonly number[]])[]): void;
}

export function createRateLimiter(clock: Clock, limits: () => LimitValues): RateLimiter {
  const logs = new Map<string, number[]>();

  /**
   * The calls of the last hour, oldest first. A clock set back takes the calls of its former future with it. They are in the
   * order of their times, so that only the ends are looked at.
   */
  function recent(key: string, access: Access): number[] {
    const name = `${access} ${key}`;
    const now = clock.now();
    const calls = logs.get(name) ?? [];
    while ((calls.at(-1) ?? now) > now) calls.pop();
    const first = calls.findIndex((at) => at > now - windowMs);
    if (first !== 0) calls.splice(0, first < 0 ? calls.length : first);
    logs.set(name, calls);
    return calls;
  }

  function stateOf(calls: readonly number[], access: Access, allowed: boolean): RateLimitState {
    const limit = limits()[access];
    const now = clock.now();
    const oldest = (calls[0] ?? now) + windowMs;
    // Where the limit was lowered, more than one call has to leave before the next passes.
    const freed = (calls[Math.max(0, calls.length - limit)] ?? now) + windowMs;
    return {
      limit,
      remaining: Math.max(0, limit - calls.length),
      reset: Math.ceil(oldest / 1000),
      retry_after: allowed ? 0 : Math.max(1, Math.ceil((freed - now) / 1000)),
      allowed,
    };
  }

  return {
    take(key, access) {
      const calls = recent(key, access);
      const allowed = calls.length < limits()[access];
      if (allowed) calls.push(clock.now());
      return stateOf(calls, access, allowed);
    },
    peek(key, access) {
      const calls = recent(key, access);
      return stateOf(calls, access, calls.length < limits()[access]);
    },
    clear: () => logs.clear(),
    capture() {
      const since = clock.now() - windowMs;
      return [...logs]
        .map(([name, calls]): [string, number[]] => [name, calls.filter((at) => at > since)])
        .filter(([, calls]) => calls.length > 0);
    },
    restore(given) {
      logs.clear();
      for (const [name, calls] of given)
        logs.set(
          name,
          [...calls].sort((a, b) => a - b),
        );
    },
  };
}
