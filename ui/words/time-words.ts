import type { ClockState } from '../../src/contract/clock.js';

/** The clock of the workspace as last heard of, and when that was on the page's own monotonic clock. */
export interface HeldClock extends ClockState {
  heardAt: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The workspace's time (ms) at a moment of `performance.now()`. */
function timeOn(clock: HeldClock | null, moment: number): number {
  if (!clock) return Date.now();
  const clockTime = Date.parse(clock.now);
  return clock.frozen ? clockTime : clockTime + (moment - clock.heardAt) * clock.rate;
}

/** How often what a page says of the time is said anew. */
export const beatMs = 1000;
/** What comes before the next beat, and what the clock was heard of too late. */
const aheadMs = 1.5 * beatMs;

/**
 * The time that a page goes by from a moment until the next beat. Of a clock that runs faster it is the time that this leads
 * to: mail that comes meanwhile would be minutes in the future else.
 */
export const shownTime = (clock: HeldClock | null, moment: number): number =>
  timeOn(clock, moment + (clock && clock.rate > 1 ? aheadMs : 0));

const clockTime = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});
const dayAndMonth = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const fullDate = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const exact = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
  timeZoneName: 'short',
});

export const clockWords = (at: number): string => clockTime.format(at);
export const dayWords = (at: number): string => dayAndMonth.format(at);
export const dateWords = (at: number): string => fullDate.format(at);
export const exactWords = (iso: string): string => exact.format(Date.parse(iso));

/** "now", "4 min", "3 h", "Tue", "12 Mar", "12 Mar 2023": as short as a list needs it. */
export function relativeWords(iso: string, now: number): string {
  const at = Date.parse(iso);
  const ago = now - at;
  if (ago < -5000) return `in ${spanWords(-ago)}`;
  if (ago < 10_000) return 'now';
  if (ago < day) return spanWords(ago);
  if (ago < 6 * day) return weekday.format(at);
  return ago < 300 * day ? dayAndMonth.format(at) : fullDate.format(at);
}

/** "850 ms", "12 s", "4 min", "3 h", "2 d". */
export function spanWords(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < minute) return `${Math.floor(ms / 1000)} s`;
  if (ms < hour) return `${Math.floor(ms / minute)} min`;
  if (ms < day) return `${Math.floor(ms / hour)} h`;
  return `${Math.floor(ms / day)} d`;
}

const wireSteps = 5000;

/** How the clock of the workspace differs from the real one; null when it does not. */
export function oddity(clock: HeldClock | null, now: number): string | null {
  if (!clock) return null;
  if (clock.frozen) return 'frozen';
  if (clock.rate === 0) return 'stands still';
  if (clock.rate !== 1) return `runs ×${clock.rate.toLocaleString()}`;
  const off = now - Date.now();
  // Times on the wire have whole seconds, and a page may have slept.
  if (Math.abs(off) < wireSteps) return null;
  // By steps, so that 31 days less a second are not called 30.
  return `${spanWords(Math.round(Math.abs(off) / wireSteps) * wireSteps)} ${off > 0 ? 'ahead' : 'behind'}`;
}
