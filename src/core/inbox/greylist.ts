import { hour } from '../../contract/durations.js';
import type { Clock } from '../time/clock.js';

/** First tries that are remembered; beyond that the oldest is forgotten. */
const mostGreylisted = 10_000;
const greylistMs = 4 * hour;

/** Who sends to whom: a real one goes by that, and by the machine that sends. */
export interface Handover {
  from: string;
  to: string;
}
const keyOf = ({ from, to }: Handover): string => `${from}\n${to}`;

/** Greylisting (`+defer`): the second try of a sender at an address within four hours passes, as with a real one. */
export function createGreylist(clock: Pick<Clock, 'now'>) {
  const greylist = new Map<string, number>();
  return {
    /** The number of the try that comes in now. */
    attemptOf(handover: Handover): number {
      const now = clock.now();
      // The oldest stand first; the clock may have been set back.
      for (const [known, at] of greylist) {
        if (at <= now && now - at <= greylistMs && greylist.size < mostGreylisted) break;
        greylist.delete(known);
      }
      const key = keyOf(handover);
      if (greylist.delete(key)) return 2;
      greylist.set(key, now);
      return 1;
    },
    /** The sender has handed the mail over, and comes no second time. */
    forget: (handover: Handover): void => void greylist.delete(keyOf(handover)),
  };
}
