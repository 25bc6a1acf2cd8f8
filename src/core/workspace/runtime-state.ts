import type { MetaRecord } from '../../contract/workspace-records.js';
import type { Clock, Timers } from '../time/clock.js';
import { createFaults } from '../traffic/faults.js';
import type { Faults } from '../traffic/faults.js';
import { createLimits } from '../access/limits.js';
import type { LimitControl, LimitValues } from '../access/limits.js';
import type { Random } from '../time/random.js';
import { createRateLimiter } from '../access/rate-limit.js';
import type { RateLimiter } from '../access/rate-limit.js';
import { createRequests } from '../traffic/request-log.js';
import type { Requests } from '../traffic/request-log.js';

export interface StandingDeps {
  settings: Pick<LimitValues, 'mode' | 'monthly_quota'>;
  clock: Clock;
  timers: Timers;
  random: Random;
  seed(): number;
}

/** What of a workspace is in force while the process runs, and is not in the store. */
export interface RuntimeState {
  limits: LimitControl;
  limiter: RateLimiter;
  faults: Faults;
  requests: Requests;
  /** As records, for a snapshot. */
  capture(): MetaRecord[];
  /** As a snapshot has it. The journal of calls begins anew. */
  restore(records: readonly MetaRecord[]): void;
  /** Undocumented: we chose that a reset also forgets what is in force for one test: faults, counts, the journal. */
  reset(all: boolean): void;
}

const ids: readonly string[] = ['limits', 'faults', 'calls'];

/** Whether a record is one of these, and so belongs in no store. */
export const isStanding = ({ id }: Pick<MetaRecord, 'id'>): boolean => ids.includes(id);

export function createRuntimeState({ settings, clock, timers, random, seed }: StandingDeps): RuntimeState {
  const limits = createLimits(settings);
  const limiter = createRateLimiter(clock, limits.current);
  const faults = createFaults({ clock, timers, random, seed });
  const requests = createRequests(timers);

  function reset(all: boolean) {
    faults.clear();
    requests.clear();
    limiter.clear();
    if (all) limits.restore();
  }
  return {
    limits,
    limiter,
    faults,
    requests,
    reset,
    capture() {
      const rules = faults.capture();
      const logs = limiter.capture();
      return [
        ...(limits.isChanged() ? [{ id: 'limits' as const, ...limits.current() }] : []),
        ...(rules.rules.length > 0 ? [{ id: 'faults' as const, ...rules }] : []),
        ...(logs.length > 0 ? [{ id: 'calls' as const, logs }] : []),
      ];
    },
    restore(records) {
      reset(true);
      for (const record of records) {
        if (record.id === 'limits') {
          const { id: _, ...values } = record;
          limits.change(values);
        }
        if (record.id === 'faults') faults.restore(record);
        if (record.id === 'calls') limiter.restore(record.logs);
      }
    },
  };
}
