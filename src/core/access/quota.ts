import { AppError } from '../../contract/errors.js';
import type { Clock } from '../time/clock.js';
import type { Store, Tx } from '../ports/ports.js';

/** Months that are remembered besides the one that is charged. */
const mostMonths = 120;

/** What a call names its recipients with; a campaign has them already. */
type QuotaField = 'recipients' | 'to' | 'send_welcome';

/** Recipients per calendar month (UTC) on the clock. */
export interface Quota {
  used(): number;
  /** Throws QUOTA_EXCEEDED when `count` more would go over the limit, on the field of the call that asks for them. */
  require(count: number, field?: QuotaField): void;
  /** Counts recipients as part of a change. */
  charge(tx: Tx, count: number): void;
}

export function createQuota(store: Store, clock: Clock, limitNow: () => number | null): Quota {
  const month = () => new Date(clock.now()).toISOString().slice(0, 7);
  /** The recipients by month, the month that was charged last at the end: a clock that is set back finds its month again. */
  const counts = (): Map<string, number> => {
    const record = store.meta.get('quota');
    return new Map(record ? [...Object.entries(record.others), [record.month, record.used]] : []);
  };
  const used = () => counts().get(month()) ?? 0;
  return {
    used,
    require(count, field = 'recipients') {
      const limit = limitNow();
      if (limit === null || used() + count <= limit) return;
      const left = Math.max(0, limit - used());
      throw new AppError(
        'QUOTA_EXCEEDED',
        `The monthly quota of ${limit} recipients leaves ${left}, and ${count} are to be sent`,
        {
          field,
          issue: `Expected at most ${left} recipients until the month ends`,
          limit,
          used: used(),
        },
      );
    },
    charge(tx, count) {
      const months = counts();
      const now = month();
      const sum = (months.get(now) ?? 0) + count;
      months.delete(now);
      const others = Object.fromEntries([...months].slice(-mostMonths));
      tx.put('meta', { id: 'quota', month: now, used: sum, others });
    },
  };
}
