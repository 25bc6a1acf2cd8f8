import type { Clock } from '../time/clock.js';

/** Addresses of which a first try is remembered; beyond that the oldest is forgotten. */
const mostGreylisted = 10_000;
const greylistMs = 4 * 3_600_000;

/** Greylisting (`+defer`): the second try of an address within four hours passes, as with a real one. */
export function createGreylist(clock: Pick<Clock, 'now'>) {
  const greylist = new Map<string, number>();
  return {
    /** The number of the try that comes in now. */
    attemptOf(address: string): number {
      const now = clock.now();
      // The oldest stand first.
      for (const [known, at] of greylist) {
        if (now - at <= greylistMs && greylist.size < mostGreylisted) break;
        greylist.delete(known);
      }
      if (greylist.delete(address)) return 2;
      greylist.set(address, now);
      return 1;
    },
    /** The sender has handed the mail over, and comes no second time. */
    forget: (address: string): void => void greylist.delete(address),
  };
}
