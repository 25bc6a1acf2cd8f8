import { hour } from '../../contract/durations.js';
import type { ClockState } from '../../contract/clock.js';
import { invalidField } from '../../contract/errors.js';
import { latest } from '../../contract/rfc3339.js';
import { toIso } from '../../contract/time.js';
import type { ClockSetting, VirtualClock } from './clock.js';
import type { Store } from '../ports/ports.js';
import type { Scheduler } from './scheduler.js';

/**
 * The clock of a workspace as its user moves it. Each change is stored and survives a restart.
 * Undocumented: we chose that a change waits for the end of a move that is under way.
 */
export interface ClockControl {
  state(): ClockState;
  /** Moves forward by `ms` and runs every job that is due on the way, at its own time. */
  advance(ms: number): Promise<{ now: string; fired: number }>;
  /** Stops the clock, at a given time or at the present one. */
  freeze(at?: number): Promise<ClockState>;
  resume(): Promise<ClockState>;
  /** Sets the time: forward runs the jobs that are due on the way, backward only moves. */
  set(to: number): Promise<ClockState>;
  /** Sets how many clock seconds pass in a real one. */
  rate(rate: number): Promise<ClockState>;
}

export interface ClockControlDeps {
  store: Store;
  clock: VirtualClock;
  scheduler: Scheduler;
}

/** Throws a 400 for a time after the year 9999, which no answer could say. */
function requireSayable(target: number): number {
  if (target <= latest) return target;
  throw invalidField('by', `Expected a shorter time: the clock can go up to ${toIso(latest)}`);
}

/** Throws a 400 for a rate with which the clock would be at its end within an hour. */
export function requireRate(now: number, rate: number, field = 'rate'): void {
  if (rate <= 1 || now + rate * hour <= latest) return;
  throw invalidField(
    field,
    `Expected a lower rate: with this one the clock comes to its end, ${toIso(latest)}, within an hour`,
  );
}

export function createClockControl({ store, clock, scheduler }: ClockControlDeps): ClockControl {
  const state = (): ClockState => {
    const { frozen, rate } = clock.setting();
    return { now: toIso(clock.now()), frozen, rate };
  };
  const keep = () => store.commit((tx) => tx.put('meta', { id: 'clock', ...clock.setting() }));
  /** Before anything moves: a kill on the way leaves the clock at what has happened by then. */
  const keepStart = () => {
    const start = { ...clock.setting(), moved_from: store.seq };
    store.commit((tx) => tx.put('meta', { id: 'clock', ...start }));
  };
  const adjust = async (change: (setting: ClockSetting) => ClockSetting): Promise<ClockState> => {
    store.requireWritable();
    await scheduler.adjust(change);
    keep();
    return state();
  };
  const set = async (to: number): Promise<ClockState> => {
    await scheduler.set(() => {
      keepStart();
      return to;
    });
    keep();
    return state();
  };
  return {
    state,
    async advance(ms) {
      const fired = await scheduler.advance((now) => {
        const target = requireSayable(now + ms);
        keepStart();
        return target;
      });
      keep();
      return { now: toIso(clock.now()), fired };
    },
    async freeze(at) {
      await adjust((setting) => ({ ...setting, frozen: true }));
      if (at !== undefined) await set(at);
      return state();
    },
    resume: () => adjust((setting) => ({ ...setting, frozen: false })),
    set,
    async rate(rate) {
      requireRate(clock.now(), rate);
      return adjust((setting) => ({ ...setting, rate }));
    },
  };
}
