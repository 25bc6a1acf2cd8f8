import type { WorkspaceId } from '../../contract/ids.js';
import type { MetaRecord } from '../../contract/workspace-records.js';
import type { Playing } from '../ports/play-receiver.js';
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

export interface RuntimeStateDeps {
  workspace: WorkspaceId;
  settings: Pick<LimitValues, 'mode' | 'monthly_quota'>;
  clock: Clock;
  timers: Timers;
  /** Aborted when the workspace is closed. */
  ended: AbortSignal;
  random: Random;
  seed(): number;
}

/** State of a workspace that lives in the process and not in the store: limits, counts of calls, faults, the request log. */
export interface RuntimeState {
  limits: LimitControl;
  limiter: RateLimiter;
  faults: Faults;
  requests: Requests;
  /** The play under way; null while nobody acts. */
  playing: Playing | null;
  /** Returns it as records, for a snapshot. */
  capture(): MetaRecord[];
  /** Puts the records of a snapshot in place. The request log begins anew. */
  restore(records: readonly MetaRecord[]): void;
  /** Undocumented: we chose that a reset also clears the state of a single test: faults, counts, the request log. */
  reset(all: boolean): void;
}

const ids: readonly string[] = ['limits', 'faults', 'calls'];

/** Whether a record is runtime state, which no store keeps. */
export const isRuntimeRecord = ({ id }: Pick<MetaRecord, 'id'>): boolean => ids.includes(id);

export function createRuntimeState({
  workspace,
  settings,
  clock,
  timers,
  ended,
  random,
  seed,
}: RuntimeStateDeps): RuntimeState {
  const limits = createLimits(settings);
  const limiter = createRateLimiter(clock, limits.current);
  const faults = createFaults({ workspace, clock, timers, random, seed });
  const requests = createRequests({ timers, ended });

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
    playing: null,
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
