import type { WorkspaceId } from '../../contract/ids.js';
import type { MetaRecord } from '../../contract/workspace-records.js';
import type { Playing } from '../ports/play-receiver.js';
import type { Store } from '../ports/ports.js';
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
  store: Pick<Store, 'meta' | 'commit' | 'requireWritable'>;
  settings: Pick<LimitValues, 'mode' | 'monthly_quota'>;
  clock: Clock;
  timers: Timers;
  /** Aborted when the workspace is closed. */
  ended: AbortSignal;
  random: Random;
  seed(): number;
}

/**
 * State of a workspace that changes with each call, and so lives in the process: counts of calls, hits of faults, the request
 * log; with the limits and fault rules, which the store keeps.
 */
export interface RuntimeState {
  limits: LimitControl;
  limiter: RateLimiter;
  faults: Faults;
  requests: Requests;
  /** The play under way; null while nobody acts. */
  playing: Playing | null;
  /** The records of the store with those that it does not have, or not as they are now, for a snapshot. */
  capture(stored: readonly MetaRecord[]): MetaRecord[];
  /**
   * Goes on from a state that was just put in place: with the faults of the store and the counts of these records. The
   * request log begins anew.
   */
  restore(records: readonly MetaRecord[]): void;
  /**
   * Keeps the hits of the faults. The store has those of rules with `times`; of others as they were when the last rule was made or
   * removed.
   */
  keep(): void;
}

/** Whether a record is runtime state that no store keeps. */
export const isRuntimeRecord = ({ id }: Pick<MetaRecord, 'id'>): boolean => id === 'calls';

const noFaults = { made: 0, rules: [] };

export function createRuntimeState({
  workspace,
  settings,
  store,
  clock,
  timers,
  ended,
  random,
  seed,
}: RuntimeStateDeps): RuntimeState {
  const limits = createLimits(store, settings);
  const limiter = createRateLimiter(clock, limits.current);
  const { requireWritable } = store;
  const faults = createFaults({
    ...{ workspace, clock, timers, ended, random, seed, requireWritable },
    onRules: keep,
    onHit: keepHit,
  });
  const requests = createRequests({ timers, ended });
  faults.restore(store.meta.get('faults') ?? noFaults);

  function keep() {
    const rules = faults.capture();
    if (JSON.stringify(rules) === JSON.stringify(keptFaults())) return;
    store.commit((tx) => tx.put('meta', { id: 'faults', ...rules }));
  }
  /** On a disk that is full the fault is injected all the same; the next change or the stop keeps the hit. */
  function keepHit() {
    try {
      keep();
    } catch {
      // The store has said so.
    }
  }
  function keptFaults() {
    const { made, rules } = store.meta.get('faults') ?? noFaults;
    return { made, rules };
  }
  return {
    limits,
    limiter,
    faults,
    requests,
    playing: null,
    keep,
    capture(stored) {
      const rules = faults.capture();
      const logs = limiter.capture();
      return [
        ...stored.filter(({ id }) => id !== 'faults'),
        ...(rules.rules.length > 0 ? [{ id: 'faults' as const, ...rules }] : []),
        ...(logs.length > 0 ? [{ id: 'calls' as const, logs }] : []),
      ];
    },
    restore(records) {
      requests.clear();
      faults.restore(keptFaults());
      limiter.restore(records.flatMap((record) => (record.id === 'calls' ? record.logs : [])));
    },
  };
}
