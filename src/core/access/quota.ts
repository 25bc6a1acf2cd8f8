import { AppError } from '../../contract/errors.js';
import type { Clock } from '../time/clock.js';
import type { Store, Tx } from '../ports/ports.js';

/** Recipients per calendar month (UTC) on the clock. */
export interface Quota {
  used(): number;
  /** Throws QUOTA_EXCEEDED when `count` more would go over the limit. */
  require(count: number): void;
  /** Counts recipients as part of a change. */
  charge(tx: Tx, count: number): void;
}

export function createQuota(store: Store, clock: Clock, limitNow: () => number | null): Quota {
  const month = () => new Date(clock.now()).toISOString().slice(0, 7);
  const used = () => {
    const record = store.meta.get('quota');
    return record?.month === month() ? record.used : 0;
  };
  return {
    used,
    require(count) {
      const limit = limitNow();
      if (limit === null || used() + count <= limit) return;
      const left = Math.max(0, limit - used());
      throw new AppError(
        'QUOTA_EXCEEDED',
        `The monthly quota of ${limit} recipients leaves ${left}, and ${count} are to be sent`,
        {
          field: 'recipients',
          issue: `Expected at most ${left} recipients until the month ends`,
          limit,
          used: used(),
        },
      );
    },
    charge: (tx, count) => tx.put('meta', { id: 'quota', month: month(), used: used() + count }),
  };
}
