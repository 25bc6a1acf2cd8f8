import type { ClockState } from '../contract/clock.js';
import type { ControlClient } from './http.js';

/**
 * Durations are `"2h"` and the like, or milliseconds; times are ISO 8601. A value that is none, or would lead beyond the year
 * 9999, rejects with an `EmulatorError` (400).
 */
export interface ClockClient {
  /** The time of the workspace. */
  get(): Promise<ClockState>;
  /**
   * Moves the clock forward, by `"2h"` and the like or milliseconds; resolves when all that fell due is done. Rejects with an
   * `EmulatorError` (400) for what is no duration.
   */
  advance(by: string | number): Promise<{
    /** The time that it shows then: UTC, ISO 8601 with whole seconds. */
    now: string;
    /** How many things happened. */
    fired: number;
  }>;
  /** Stops it, at a time (ISO 8601) or where it is. Rejects with an `EmulatorError` (400) for what is no time. */
  freeze(at?: string): Promise<ClockState>;
  /** Lets it run on. */
  resume(): Promise<ClockState>;
  /**
   * Sets it to a time (ISO 8601): forward all that falls due on the way happens, backward nothing does. Rejects with an
   * `EmulatorError` (400) for what is no time.
   */
  set(to: string): Promise<ClockState>;
  /** Lets so many seconds of the clock pass in a real one. Rejects with an `EmulatorError` (400) for a rate that it cannot have. */
  rate(rate: number): Promise<ClockState>;
}

export const clockOf = ({ call }: ControlClient): ClockClient => {
  const post = <T>(path: string, body: object) => call<T>(`/clock${path}`, { method: 'POST', body });
  return {
    get: () => call('/clock'),
    advance: (by) => post('/advance', { by }),
    freeze: (at) => post('/freeze', at === undefined ? {} : { at }),
    resume: () => post('/resume', {}),
    set: (to) => post('/set', { to }),
    rate: (rate) => post('/rate', { rate }),
  };
};
