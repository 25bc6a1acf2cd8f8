import { latest } from '../../contract/rfc3339.js';

/** Real time: the one place that reads the machine's clock and sets its timers. */
export interface Timers {
  /** Milliseconds since the epoch. Never goes back, whatever is done to the machine's clock. */
  now(): number;
  /** Calls `act` after `ms` real milliseconds unless cancelled; does not keep the process alive by itself unless `awaited`. */
  after(ms: number, act: () => void, awaited?: 'awaited'): { cancel(): void };
}

// setTimeout takes 31 bits; a longer wait would fire at once.
const longest = 2 ** 31 - 1;

/** Sources of time of the machine, as they are when this module is loaded. */
export interface MachineTime {
  /** Milliseconds since the epoch; may be set at any moment. */
  wall(): number;
  /** Milliseconds since some moment; runs evenly. */
  monotonic(): number;
}

// The machine slept, or its clock was set forward.
const leap = 1000;

/**
 * Time that runs on evenly where the machine's clock is set back. Where that leaps forward, time does too: while a machine
 * sleeps its monotonic clock may stand.
 */
export function createSteadyTime({ wall, monotonic }: MachineTime): () => number {
  let offset = wall() - monotonic();
  return () => {
    const elapsed = monotonic();
    const ahead = wall() - elapsed - offset;
    if (ahead > leap) offset += ahead;
    return Math.floor(elapsed + offset);
  };
}

const { now: wall } = Date;
const monotonic = performance.now.bind(performance);

export const systemTimers: Timers = {
  now: createSteadyTime({ wall, monotonic }),
  after(ms, act, awaited) {
    const timer = setTimeout(act, Math.min(Math.max(0, ms), longest));
    if (!awaited) timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};

/** The clock of a workspace as everything in it sees it. */
export interface Clock {
  /** Virtual milliseconds since the epoch. */
  now(): number;
}

/** At real time `real` the clock showed `virtual`; since then it runs at `rate`, unless it is frozen. */
export interface ClockSetting {
  real: number;
  virtual: number;
  rate: number;
  frozen: boolean;
}

export interface VirtualClock extends Clock {
  setting(): ClockSetting;
  /** Real milliseconds until the clock shows `at`; Infinity while it is frozen. */
  realUntil(at: number): number;
  apply(setting: ClockSetting): void;
}

/**
 * A clock that can be frozen, set and sped up, computed from real time. A setting from a process whose machine was ahead
 * runs on from now.
 */
export function createVirtualClock(timers: Timers, initial?: ClockSetting): VirtualClock {
  const start = timers.now();
  let setting = initial
    ? { ...initial, real: Math.min(initial.real, start) }
    : { real: start, virtual: start, rate: 1, frozen: false };
  const running = () => Math.floor(setting.virtual + Math.max(0, timers.now() - setting.real) * setting.rate);
  // It stands at the end of the year 9999, after which no time can be written.
  const now = () => (setting.frozen ? setting.virtual : Math.min(latest, running()));
  return {
    now,
    setting: () => setting,
    realUntil: (at) => {
      const wait = at - now();
      if (wait <= 0) return 0;
      return setting.frozen || setting.rate === 0 ? Infinity : Math.ceil(wait / setting.rate);
    },
    apply: (next) => {
      setting = next;
    },
  };
}
